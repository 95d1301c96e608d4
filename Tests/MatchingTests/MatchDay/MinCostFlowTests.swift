import Matching
import Testing

@Suite struct MinCostFlowTests {
  /// Every flow through a small network, by trying all amounts on all arcs.
  private static func allFlows(_ network: FlowNetwork) -> [[Int]] {
    var flows: [[Int]] = [[]]
    for arc in network.arcs {
      flows = flows.flatMap { flow in (0...arc.capacity).map { flow + [$0] } }
    }
    return flows.filter { flow in
      (1..<(network.nodeCount - 1)).allSatisfy { node in
        zip(network.arcs, flow).reduce(0) {
          $0 + ($1.0.head == node ? $1.1 : 0) - ($1.0.tail == node ? $1.1 : 0)
        } == 0
      }
    }
  }

  private static func cost(_ network: FlowNetwork, _ flow: [Int]) -> Int {
    zip(network.arcs, flow).reduce(0) { $0 + $1.0.cost * $1.1 }
  }

  @Test(arguments: 0..<300)
  func isTheFirstOfTheCheapest(_ seed: UInt64) throws {
    var random = Seeded(seed: seed)
    let count = Int.random(in: 2...5, using: &random)
    var network = FlowNetwork(nodeCount: count)
    for _ in 0..<Int.random(in: 0...8, using: &random) {
      let tail = Int.random(in: 0..<(count - 1), using: &random)
      network.addArc(
        from: tail, to: Int.random(in: (tail + 1)..<count, using: &random),
        capacity: Int.random(in: 0...2, using: &random),
        cost: Int.random(in: -3...2, using: &random))
    }
    let flows = Self.allFlows(network)
    let least = try #require(flows.map { Self.cost(network, $0) }.min())
    let best = flows.filter { Self.cost(network, $0) == least }
      .max { $0.lexicographicallyPrecedes($1) }
    let found = MinCostFlow(network)
    #expect(found.flows == best)
    #expect(found.cost == least)
    let leaving = zip(network.arcs, found.flows).filter { $0.0.tail == 0 }.map(\.1)
    #expect(found.amount == leaving.reduce(0, +))
  }

  @Test func takesBackWhatWasGivenTooSoon() {
    // The first unit's cheapest way stands in the way of the best pair of ways.
    var network = FlowNetwork(nodeCount: 6)
    for (tail, head, cost) in [
      (0, 1, 0), (0, 2, 0), (1, 3, -10), (1, 4, -9), (2, 3, -9), (2, 4, -1), (3, 5, 0), (4, 5, 0),
    ] {
      network.addArc(from: tail, to: head, capacity: 1, cost: cost)
    }
    let found = MinCostFlow(network)
    #expect(found.cost == -18)
    #expect(found.flows == [1, 1, 0, 1, 1, 0, 1, 1])
  }

  @Test func sendsNothingThatDoesNotPay() {
    var network = FlowNetwork(nodeCount: 2)
    #expect(MinCostFlow(network).flows == [])
    network.addArc(from: 0, to: 1, capacity: 5, cost: 1)
    #expect(MinCostFlow(network).amount == 0)
    network.addArc(from: 0, to: 1, capacity: 5, cost: -1)
    #expect(MinCostFlow(network).flows == [0, 5])
  }
}
