/// The page's own script: draws each figure when it comes near the window, and all of them before printing.
enum PageScript {
  static let text = """
    (function () {
      "use strict";
      function draw(element) {
        if (element.dataset.drawn) { return; }
        element.dataset.drawn = "yes";
        var specification = JSON.parse(document.getElementById(element.dataset.figure).textContent);
        var actions = { export: { svg: true, png: true }, source: false, compiled: false, editor: false };
        vegaEmbed(element, specification, { renderer: "svg", actions: actions }).catch(function (error) {
          element.textContent = "This figure could not be drawn: " + error.message;
        });
      }
      var plots = Array.from(document.querySelectorAll("[data-figure]"));
      if (typeof vegaEmbed === "undefined") {
        plots.forEach(function (plot) {
          plot.textContent = "Not drawn: the page was made without its figure library (run scripts/set-up). "
            + "The specification beside the page holds the data.";
        });
        return;
      }
      if (!("IntersectionObserver" in window)) { plots.forEach(draw); return; }
      var observer = new IntersectionObserver(function (entries) {
        entries.forEach(function (entry) { if (entry.isIntersecting) { draw(entry.target); } });
      }, { rootMargin: "900px" });
      plots.forEach(function (plot) { observer.observe(plot); });
      window.addEventListener("beforeprint", function () { plots.forEach(draw); });
    })();
    """
}
