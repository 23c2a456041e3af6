import TestSupport

for reference in StiffReference.all {
  do {
    let measurement = try Measurement(reference)
    for exponent in stride(from: 3, through: 11, by: 2) {
      for run in [measurement.own, measurement.sundials] {
        let result = try run(1 / (0..<exponent).reduce(1) { value, _ in value * 10 })
        print(
          result.problem, result.method, result.relativeTolerance, result.largestError, result.steps,
          result.rejectedSteps, result.rightHandSides, result.jacobians, result.seconds)
      }
    }
  } catch {
    print(reference.name, error)
  }
}
