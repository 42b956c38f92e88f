// Countersign: a signing page inside a page of yours.
//
//   <script src="https://sign.example.com/embedded.js"></script>
//   const signing = Countersign.open({
//     url,                        // from the API, asked for by your server just now
//     into: document.querySelector("#signing"),
//     onReady() {}, onFinished() {}, onDeclined() {}, onError() {}, onHeight(height) {},
//   });
//   signing.close();

(() => {
  const home = new URL(document.currentScript.src).origin;
  const HANDLERS = {
    ready: "onReady",
    finished: "onFinished",
    declined: "onDeclined",
    error: "onError",
    height: "onHeight",
  };

  function frameFor(url, title) {
    const frame = document.createElement("iframe");
    frame.src = url;
    frame.title = title;
    // For recipients who are asked for a passkey, or for their location.
    frame.allow = "publickey-credentials-create; publickey-credentials-get; geolocation";
    frame.style.cssText = "border:0;width:100%;height:100%;min-height:40rem";
    return frame;
  }

  function open({ url, into, title = "Sign your documents", ...handlers }) {
    if (new URL(url).origin !== home) throw new Error(`Countersign: ${url} is not from ${home}`);
    const frame = frameFor(url, title);
    const told = new Set();

    function hear(message) {
      const about = message.data;
      if (message.source !== frame.contentWindow || message.origin !== home) return;
      if (!about || about.source !== "countersign" || !(about.event in HANDLERS)) return;
      // Every page of the ceremony says so; the application is told once.
      if (about.event !== "height" && told.has(about.event)) return;
      told.add(about.event);
      const handler = handlers[HANDLERS[about.event]];
      if (handler) handler(about.event === "height" ? about.height : about);
    }

    window.addEventListener("message", hear);
    into.append(frame);
    return {
      frame,
      close() {
        window.removeEventListener("message", hear);
        frame.remove();
      },
    };
  }

  window.Countersign = { open };
})();
