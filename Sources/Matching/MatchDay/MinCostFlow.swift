/// The cheapest of all flows through a network, of whatever amount: as much is sent as lowers the
/// cost.
///
/// Successive shortest paths with potentials (Edmonds and Karp 1972; Tomizawa 1971): the arcs of
/// the first node are opened one after another, and each unit that enters takes the cheapest way
/// that is left, found by Dijkstra's method over costs that the potentials keep from being
/// negative. All numbers are integers, so the result is exact.
///
/// Of several flows of the same least cost it is the one that puts most on the arc added first;
/// of those, the one that puts most on the second; and so on. It depends on the network alone.
///
/// *Why it is the cheapest.* Let the first and the last node be one, so that flows go round. If
/// there are potentials p with `cost + p(tail) - p(head) >= 0` for every open arc with room, and
/// the opposite for every arc that can give back, then no circle lowers the cost, and the flow is
/// the cheapest over the open arcs. While no arc of the first node is open, nothing can flow, and
/// `p(node)`, the cheapest way there from anywhere, will do. When an arc is opened that falls
/// short, every search makes up for a part by lowering the potentials of the nodes it settles,
/// which keeps the others right, until the arc is full or falls short no more.
package struct MinCostFlow: Sendable {
  /// The flow on each arc, in the order in which the network has them.
  package let flows: [Int]
  /// How many units go from the first node to the last.
  package let amount: Int
  /// What they cost together.
  package let cost: Int

  /// Finds the flow. The costs of any way and of all flow together must fit an `Int`.
  package init(_ network: FlowNetwork) {
    var search = ShortestPaths(network)
    for (arc, ends) in network.arcs.enumerated() where ends.tail == 0 { search.open(2 * arc) }
    var choice = FirstChoice(search.graph, potentials: search.potentials)
    for arc in network.arcs.indices { choice.prefer(2 * arc) }
    let flows = network.arcs.indices.map { choice.graph.flow($0) }
    self.flows = flows
    amount = zip(network.arcs, flows).reduce(0) { $0 + ($1.0.tail == 0 ? $1.1 : 0) }
    cost = zip(network.arcs, flows).reduce(0) { $0 + $1.0.cost * $1.1 }
  }
}

/// The searches for the cheapest way that is left, one after another.
private struct ShortestPaths {
  private(set) var graph: ResidualGraph
  private(set) var potentials: ContiguousArray<Int>
  private var distances: ContiguousArray<Int>
  private var arrivals: ContiguousArray<Int32>
  private var isSettled: ContiguousArray<Bool>
  private var touched: [Int] = []
  private var settled: [Int] = []
  private var queue = DistanceQueue()

  init(_ network: FlowNetwork) {
    graph = ResidualGraph(network)
    potentials = ContiguousArray(repeating: 0, count: graph.nodeCount)
    distances = ContiguousArray(repeating: .max, count: graph.nodeCount)
    arrivals = ContiguousArray(repeating: -1, count: graph.nodeCount)
    isSettled = ContiguousArray(repeating: false, count: graph.nodeCount)
    // Arcs lead to higher nodes, so a node's potential is final when its turn comes; those of
    // the hub are not open yet.
    for node in 0..<graph.hub {
      for place in graph.places(of: node) {
        let arc = Int(graph.leaving[place])
        guard graph.room[arc] > 0 else { continue }
        let head = graph.head(arc)
        potentials[head] = min(potentials[head], potentials[node] + graph.costs[arc])
      }
    }
  }

  /// Lets units enter over an arc of the hub as long as that lowers the cost.
  mutating func open(_ arc: Int) {
    while graph.room[arc] > 0 {
      let short = potentials[graph.head(arc)] - potentials[graph.hub] - graph.costs[arc]
      guard short > 0 else { return }
      let isFound = search(from: graph.head(arc), below: short)
      let end = isFound ? distances[graph.hub] : short
      for node in settled { potentials[node] += distances[node] - end }
      if isFound { augment(arc) }
      clear()
    }
  }

  /// Settles nodes nearer than the limit until the hub is reached.
  private mutating func search(from start: Int, below limit: Int) -> Bool {
    var limit = limit
    reach(start, at: 0, by: -1)
    while let (distance, node) = queue.pop() {
      // Nothing farther than the hub matters, and nothing as far either.
      guard distance < limit else { break }
      guard !isSettled[node] else { continue }
      isSettled[node] = true
      settled.append(node)
      for place in graph.places(of: node) {
        let arc = Int(graph.leaving[place])
        guard graph.room[arc] > 0 else { continue }
        let head = graph.head(arc)
        let next = distance + graph.costs[arc] + potentials[node] - potentials[head]
        guard next < limit, next < distances[head] else { continue }
        reach(head, at: next, by: arc)
        if head == graph.hub { limit = next }
      }
    }
    return distances[graph.hub] != .max
  }

  private mutating func reach(_ node: Int, at distance: Int, by arc: Int) {
    if distances[node] == .max { touched.append(node) }
    distances[node] = distance
    arrivals[node] = Int32(arc)
    queue.insert(distance, node)
  }

  private mutating func augment(_ entry: Int) {
    var way = [entry]
    var node = graph.hub
    while node != graph.head(entry) {
      way.append(Int(arrivals[node]))
      node = graph.tail(Int(arrivals[node]))
    }
    let amount = way.reduce(Int.max) { min($0, graph.room[$1]) }
    for arc in way { graph.push(amount, along: arc) }
  }

  private mutating func clear() {
    for node in touched {
      distances[node] = .max
      arrivals[node] = -1
      isSettled[node] = false
    }
    touched.removeAll(keepingCapacity: true)
    settled.removeAll(keepingCapacity: true)
    queue.removeAll()
  }
}

/// Nodes by distance, the nearest first, of equal ones the lower number.
private struct DistanceQueue {
  private var heap: [(distance: Int, node: Int)] = []

  mutating func removeAll() { heap.removeAll(keepingCapacity: true) }

  mutating func insert(_ distance: Int, _ node: Int) {
    var child = heap.count
    heap.append((distance, node))
    while child > 0, heap[child] < heap[(child - 1) / 2] {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func pop() -> (distance: Int, node: Int)? {
    guard let first = heap.first, let last = heap.popLast() else { return nil }
    guard !heap.isEmpty else { return first }
    heap[0] = last
    var parent = 0
    while true {
      var least = 2 * parent + 1
      guard least < heap.count else { return first }
      if least + 1 < heap.count, heap[least + 1] < heap[least] { least += 1 }
      guard heap[least] < heap[parent] else { return first }
      heap.swapAt(parent, least)
      parent = least
    }
  }
}
