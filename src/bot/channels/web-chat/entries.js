// How entries look. Every text that comes from outside goes in by textContent: mail is hostile.

export const texts = JSON.parse(document.body.dataset.texts);

const locale = document.documentElement.lang;
const clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" });
const calendar = new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long" });

export function element(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

/** Makes `row` show the entry as it is now. `onPress(entryId, data, button, group)` is told of pressed buttons. */
export function fillRow(row, entry, onPress) {
  const hadFocus = row.contains(document.activeElement);
  const hasButtons = entry.buttons.some((line) => line.length > 0);
  const isCard = hasButtons || entry.edited;
  const bubble = element("div", isCard ? "bubble card" : "bubble");
  bubble.append(element("span", "sr", entry.from === "user" ? `${texts.you}: ` : "Relance: "), bodyOf(entry, isCard));

  const foot = element("p", "foot");
  if (entry.edited) foot.append(element("span", "edited", texts.edited));
  const time = element("time", "", clock.format(new Date(entry.at)));
  time.dateTime = entry.at;
  foot.append(time);
  bubble.append(foot);
  if (hasButtons) bubble.append(buttonsOf(entry, onPress));
  row.replaceChildren(bubble);
  row.tabIndex = -1;
  // The pressed button is gone: whoever used the keyboard stays at the card.
  if (hadFocus) row.focus({ preventScroll: true });
}

/** The first line of a card is its title. */
function bodyOf(entry, isCard) {
  const body = element("div", "body");
  const end = isCard ? entry.text.indexOf("\n") : -1;
  if (end > 0 && end <= 140) {
    body.append(element("strong", "title", entry.text.slice(0, end)));
    body.append(element("span", "", entry.text.slice(end + 1).replace(/^\n+/, "")));
  } else {
    body.textContent = entry.text;
  }
  return body;
}

function buttonsOf(entry, onPress) {
  const group = element("div", "buttons");
  const isChoice = entry.buttons.flat().length > 1;
  entry.buttons.forEach((line, lineIndex) => {
    const rowOfButtons = element("div", "button-line");
    line.forEach((button, index) => {
      const first = lineIndex === 0 && index === 0;
      const node = element("button", isChoice && first ? "action primary" : "action", button.label);
      node.type = "button";
      node.addEventListener("click", () => onPress(entry.id, button.data, node, group));
      rowOfButtons.append(node);
    });
    group.append(rowOfButtons);
  });
  return group;
}

export function dayLabel(date) {
  const yesterday = new Date();
  yesterday.setDate(yesterday.getDate() - 1);
  if (date.toDateString() === new Date().toDateString()) return texts.today;
  return date.toDateString() === yesterday.toDateString() ? texts.yesterday : calendar.format(date);
}
