/** The networks in which a user can be reached. */
export const CHANNEL_NAMES = ["telegram", "web"] as const;
export type ChannelName = (typeof CHANNEL_NAMES)[number];
