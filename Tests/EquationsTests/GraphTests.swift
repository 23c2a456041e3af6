import Equations
import Testing

@Suite struct GraphTests {
  @Test func equalExpressionsAreOneNode() {
    var graph = Graph()
    let (x, y) = (graph.state(0), graph.state(1))
    #expect(graph.add(x, y) == graph.add(y, x))
    #expect(graph.multiply(x, y) == graph.multiply(y, x))
    #expect(graph.subtract(x, y) != graph.subtract(y, x))
    #expect(graph.unary(.exponential, x) == graph.unary(.exponential, x))
    let count = graph.nodeCount
    _ = graph.divide(graph.add(y, x), graph.multiply(y, x))
    #expect(graph.nodeCount == count + 1)
  }

  @Test func manyNodesKeepTheirIdentity() {
    var graph = Graph()
    let nodes = (0..<5000).map { graph.constant(Double($0) * 1.25 + 0.5) }
    #expect(graph.nodeCount == 5000)
    #expect((0..<5000).allSatisfy { graph.constant(Double($0) * 1.25 + 0.5) == nodes[$0] })
  }

  @Test func operandsComeBeforeTheirUsers() {
    var graph = Graph()
    let x = graph.state(0)
    let f = graph.select(
      graph.compare(.less, x, graph.constant(2)), graph.unary(.sine, x), graph.power(x, graph.parameter(0)))
    _ = graph.negate(f)
    for index in 0..<graph.nodeCount {
      #expect(graph.operands(of: Node(index: Int32(index))).allSatisfy { $0.index < index })
    }
  }

  @Test func neutralElementsDisappear() {
    var graph = Graph()
    let x = graph.state(0)
    let (zero, one) = (graph.constant(0), graph.constant(1))
    #expect(graph.add(x, zero) == x)
    #expect(graph.add(zero, x) == x)
    #expect(graph.subtract(x, zero) == x)
    #expect(graph.subtract(zero, x) == graph.negate(x))
    #expect(graph.multiply(x, one) == x)
    #expect(graph.multiply(zero, x) == zero)
    #expect(graph.divide(x, one) == x)
    #expect(graph.divide(zero, x) == zero)
    #expect(graph.negate(graph.negate(x)) == x)
    #expect(graph.multiply(x, graph.constant(-1)) == graph.negate(x))
    #expect(graph.select(one, x, zero) == x)
    #expect(graph.select(zero, x, one) == one)
    #expect(graph.select(graph.compare(.less, x, one), x, x) == x)
    #expect(graph.minimum(x, x) == x)
  }

  @Test func signsMoveOutward() {
    var graph = Graph()
    let (x, y) = (graph.state(0), graph.state(1))
    let minusX = graph.negate(x)
    #expect(graph.add(y, minusX) == graph.subtract(y, x))
    #expect(graph.subtract(y, minusX) == graph.add(y, x))
    #expect(graph.multiply(minusX, y) == graph.negate(graph.multiply(x, y)))
    #expect(graph.divide(minusX, graph.negate(y)) == graph.divide(x, y))
    #expect(graph.negate(graph.subtract(x, y)) == graph.subtract(y, x))
  }

  @Test func constantsFoldByPlainArithmetic() {
    var graph = Graph()
    func value(_ build: (inout Graph) -> Node) -> Double? {
      let node = build(&graph)
      return graph.constantValue(of: node)
    }
    #expect(value { $0.add($0.constant(0.1), $0.constant(0.2)) } == 0.1 + 0.2)
    #expect(value { $0.divide($0.constant(1), $0.constant(3)) } == 1.0 / 3)
    #expect(value { $0.divide($0.constant(1), $0.constant(0)) } == .infinity)
    #expect(value { $0.unary(.squareRoot, $0.constant(2)) } == 2.0.squareRoot())
    #expect(value { $0.maximum($0.constant(2), $0.constant(3)) } == 3)
    #expect(value { $0.compare(.lessOrEqual, $0.constant(2), $0.constant(2)) } == 1)
    #expect(value { $0.integerPower($0.constant(1.1), 5) } == (1.1 * ((1.1 * 1.1) * (1.1 * 1.1))))
    #expect(value { $0.integerPower($0.constant(2), -3) } == 0.125)
  }

  /// The kernel's own polynomials must give the bits of these.
  @Test(arguments: [Operation.exponential, .logarithm, .sine, .cosine, .hyperbolicTangent, .arcTangent, .factorial])
  func elementaryFunctionsOfConstantsStay(_ operation: Operation) {
    var graph = Graph()
    let node = graph.unary(operation, graph.constant(0.7))
    #expect(graph.operation(of: node) == operation)
  }

  @Test func powersOfConstantExponents() {
    var graph = Graph()
    let x = graph.state(0)
    func power(_ exponent: Double) -> Node { graph.power(x, graph.constant(exponent)) }
    #expect(power(0) == graph.constant(1))
    #expect(power(1) == x)
    #expect(power(2) == graph.multiply(x, x))
    let (cube, least) = (power(3), power(-64))
    #expect(graph.operation(of: cube) == .integerPower && graph.exponent(of: cube) == 3)
    #expect(graph.exponent(of: least) == -64)
    for exponent in [65, 1.5, 0.5] {
      let node = power(exponent)
      #expect(graph.operation(of: node) == .power)
    }
  }

  @Test func sumsKeepTheirOrder() {
    var graph = Graph()
    let nodes = (0..<4).map { graph.state($0) }
    let leftToRight = graph.add(graph.add(graph.add(nodes[0], nodes[1]), nodes[2]), nodes[3])
    let pairwise = graph.add(graph.add(nodes[0], nodes[1]), graph.add(nodes[2], nodes[3]))
    #expect(leftToRight != pairwise)
  }

  @Test func conditionsFold() {
    var graph = Graph()
    let condition = graph.compare(.less, graph.state(0), graph.constant(1))
    let (yes, no) = (graph.constant(1), graph.constant(0))
    #expect(graph.logical(.and, condition, yes) == condition)
    #expect(graph.logical(.and, condition, no) == no)
    #expect(graph.logical(.or, no, condition) == condition)
    #expect(graph.logical(.or, yes, condition) == yes)
    #expect(graph.unary(.not, graph.unary(.not, condition)) == condition)
    #expect(
      graph.select(graph.unary(.not, condition), graph.state(1), graph.state(2))
        == graph.select(condition, graph.state(2), graph.state(1)))
  }
}
