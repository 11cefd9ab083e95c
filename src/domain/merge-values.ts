import type { MergeValues } from "./render-template.ts";

/** What a template may say of a recipient. */
export interface MergeSubject {
  email?: string | undefined;
  firstName: string;
  lastName: string;
  phone?: string | undefined;
  company: string;
  fields: Record<string, string>;
}

/** What a template may say of the campaign. */
export interface MergeCampaign {
  name: string;
  details: Record<string, string>;
}

/**
 * The merge fields of one mail. Free fields stand beside the fixed ones and never hide them; the French names of the
 * fixed ones (`prenom`, `nom`, `societe`, `poste`) work as well.
 */
export function mergeValues(recipient: MergeSubject, campaign: MergeCampaign | undefined): MergeValues {
  const { email, firstName, lastName, phone, company, fields } = recipient;
  const fixed = {
    email,
    firstName,
    lastName,
    phone,
    company,
    prenom: firstName,
    nom: lastName,
    telephone: phone,
    societe: company,
  };
  const ofCampaign = campaign && { campaign: campaign.name, poste: campaign.name, ...campaign.details };
  return { ...ofCampaign, ...fields, ...fixed };
}
