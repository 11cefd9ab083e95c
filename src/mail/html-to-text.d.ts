/** The one function we use of a package that ships no types. */
declare module "html-to-text" {
  export function compile(options: object): (html: string) => string;
}
