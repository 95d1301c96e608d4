/// Goes from one cheapest flow to another that puts more on an arc, where there is one, without
/// touching the arcs preferred before.
///
/// Two cheapest flows differ by circles of arcs that are tight: their cost is exactly the
/// difference of the potentials of their ends.
struct FirstChoice {
  private(set) var graph: ResidualGraph
  private let potentials: ContiguousArray<Int>
  private var isFixed: ContiguousArray<Bool>
  /// The tight step that leads from each node nearer to `goal`.
  private var steps: ContiguousArray<Int32>
  private var goal: Int?
  private var reached: [Int] = []
  private var exploredCount = 0

  private static let unknown: Int32 = -1
  private static let arrived: Int32 = -2

  /// - Parameters:
  ///   - graph: what could be changed about a cheapest flow
  ///   - potentials: the proof that it is one
  init(_ graph: ResidualGraph, potentials: ContiguousArray<Int>) {
    self.graph = graph
    self.potentials = potentials
    isFixed = ContiguousArray(repeating: false, count: graph.heads.count / 2)
    steps = ContiguousArray(repeating: Self.unknown, count: graph.nodeCount)
  }

  /// Puts as much on an arc as a cheapest flow can, and leaves it so.
  mutating func prefer(_ arc: Int) {
    isFixed[arc >> 1] = true
    guard isTight(arc) else { return }
    while graph.room[arc] > 0, let way = way(from: graph.head(arc), to: graph.tail(arc)) {
      let amount = way.reduce(graph.room[arc]) { min($0, graph.room[$1]) }
      for step in way + [arc] { graph.push(amount, along: step) }
      goal = nil
    }
  }

  private func isTight(_ arc: Int) -> Bool {
    graph.costs[arc] + potentials[graph.tail(arc)] == potentials[graph.head(arc)]
  }

  /// A way over tight arcs that are not fixed.
  ///
  /// What is known of the ways to a goal is kept for the next arc from there: until something is
  /// pushed, fixing arcs can only take ways away.
  private mutating func way(from start: Int, to end: Int) -> [Int]? {
    if goal == end {
      guard explore(until: start) else { return nil }
      let way = collect(from: start)
      if way.allSatisfy({ !isFixed[$0 >> 1] }) { return way }
    }
    begin(at: end)
    return explore(until: start) ? collect(from: start) : nil
  }

  private func collect(from start: Int) -> [Int] {
    var way: [Int] = []
    var node = start
    while steps[node] >= 0 {
      way.append(Int(steps[node]))
      node = graph.head(Int(steps[node]))
    }
    return way
  }

  private mutating func begin(at end: Int) {
    for node in reached { steps[node] = Self.unknown }
    reached = [end]
    exploredCount = 0
    steps[end] = Self.arrived
    goal = end
  }

  /// Goes on from the goal backwards, by fewest steps, until a node is reached.
  /// - Returns: whether it was; if not, there is no way from it
  private mutating func explore(until start: Int) -> Bool {
    while steps[start] == Self.unknown, exploredCount < reached.count {
      let node = reached[exploredCount]
      exploredCount += 1
      for place in graph.places(of: node) {
        // What leaves the node, taken backwards, leads to it.
        let step = Int(graph.leaving[place]) ^ 1
        let tail = graph.tail(step)
        guard graph.room[step] > 0, !isFixed[step >> 1], steps[tail] == Self.unknown,
          isTight(step)
        else { continue }
        steps[tail] = Int32(step)
        reached.append(tail)
      }
    }
    return steps[start] != Self.unknown
  }
}
