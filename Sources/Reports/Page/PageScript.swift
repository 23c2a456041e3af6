/// The page's own script: draws the figures one after the other, from the top, so that the page can be read at once and
/// is whole when it is printed.
enum PageScript {
  static let text = """
    (function () {
      "use strict";
      function draw(element) {
        var specification = JSON.parse(document.getElementById(element.dataset.figure).textContent);
        var actions = { export: { svg: true, png: true }, source: false, compiled: false, editor: false };
        return vegaEmbed(element, specification, { renderer: "svg", actions: actions }).catch(function (error) {
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
      plots.reduce(function (before, plot) {
        return before.then(function () { return draw(plot); });
      }, Promise.resolve());
    })();
    """
}
