/** Words that carry no sense of their own: they count for little. Negations and modal verbs are not among them. */
const LISTS = `
le la les l un une des de du d au aux a en et ou que qu qui dans sur par pour avec ce cet cette ces se s on il elle ils elles
je j tu nous vous me m te t lui leur y mon ma mes ton ta tes son sa ses notre nos votre vos est sont ai as avons avez ont
suis sommes etes c etait sera etre avoir si comme donc car alors aussi tout tous toute toutes bonjour bonsoir madame monsieur cordialement
the a an of to in on at by for from with and or as is are was were be been am it its this that these those he she they
we you i your our my their his her them us me 's 'm 're 've 'll 'd have has had do does did so if then there here about
hi hello dear regards best kind
el la los las un una de del y o que en con por para se su sus es son a al lo le les nos me mi hola saludos
der die das den dem des ein eine einen und oder zu im in am an auf mit von fur ist sind ich wir sie es uns ihr ihre ihnen hallo
o a os as um uma de do da dos das e ou que em no na com por para se seu sua ao ola
il lo la i gli le un una di del della e o che in con per si suo sua mi ci
de het een en of van in op te dat die voor met aan is ik wij we u uw ons`;

export const FUNCTION_WORDS: ReadonlySet<string> = new Set(LISTS.split(/\s+/).filter((word) => word !== ""));
