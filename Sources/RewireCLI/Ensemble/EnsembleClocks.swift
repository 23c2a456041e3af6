/// Seconds of the parts of an ensemble, on the wall.
struct EnsembleClocks {
  /// Reading the model, and the two tables.
  var model = 0.0
  var tables = 0.0
  /// From the model to equations, and from these to machine code.
  var equations = 0.0
  var code = 0.0
  /// Writing the array, and forcing it to disk.
  var write = 0.0

  var parse: Double { model + tables }
  var compile: Double { equations + code }
}
