// The ages of a table, kept by the browser: fifty of them that tick would be a rendering of the whole table each second for everybody who has it open.
let skew = 0;
let nowWord = "now";
let timer = null;

// By the server's clock: the browser's may be wrong by minutes.
export function keepAges(serverNow, word) {
  skew = serverNow - Date.now();
  nowWord = word;
  timer ??= setInterval(tick, 1000);
}

function tick() {
  if (document.visibilityState === "hidden") return;
  const now = Date.now() + skew;
  for (const time of document.querySelectorAll("time[data-age]")) {
    const text = age((now - Date.parse(time.dateTime)) / 1000);
    // The text node stays: it is the server's, which may write into it again.
    if (time.firstChild && time.firstChild.nodeValue !== text) time.firstChild.nodeValue = text;
  }
}

// As Formats.Age says it on the server.
function age(seconds) {
  if (seconds < 1) return nowWord;
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86400)} d`;
}
