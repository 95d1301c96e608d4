/// What could still be changed about a flow: arcs that take more, and arcs that can give back.
///
/// The network's arc `a` stands here as `2a`, its giving back as `2a + 1`. The network's first and
/// last node are one here, the hub, so that whatever flows goes round in circles and nothing need
/// flow at all.
struct ResidualGraph {
  /// The node that stands for the first and the last; the other nodes keep their numbers.
  let hub: Int
  let heads: ContiguousArray<Int32>
  let costs: ContiguousArray<Int>
  private(set) var room: ContiguousArray<Int>
  /// The arcs that leave node `n` are `leaving[starts[n]..<starts[n + 1]]`.
  let starts: ContiguousArray<Int32>
  let leaving: ContiguousArray<Int32>

  init(_ network: FlowNetwork) {
    let hub = network.nodeCount - 1
    func node(_ number: Int) -> Int { number == 0 ? hub : number }
    var heads: ContiguousArray<Int32> = []
    var costs: ContiguousArray<Int> = []
    var room: ContiguousArray<Int> = []
    var starts = ContiguousArray<Int32>(repeating: 0, count: network.nodeCount + 1)
    for arc in network.arcs {
      heads += [Int32(arc.head), Int32(node(arc.tail))]
      costs += [arc.cost, -arc.cost]
      room += [arc.capacity, 0]
      starts[node(arc.tail) + 1] += 1
      starts[arc.head + 1] += 1
    }
    for node in 0..<network.nodeCount { starts[node + 1] += starts[node] }
    var next = starts
    var leaving = ContiguousArray<Int32>(repeating: 0, count: heads.count)
    for arc in 0..<heads.count {
      let tail = Int(heads[arc ^ 1])
      leaving[Int(next[tail])] = Int32(arc)
      next[tail] += 1
    }
    self.hub = hub
    self.heads = heads
    self.costs = costs
    self.room = room
    self.starts = starts
    self.leaving = leaving
  }

  var nodeCount: Int { hub + 1 }

  func head(_ arc: Int) -> Int { Int(heads[arc]) }
  func tail(_ arc: Int) -> Int { Int(heads[arc ^ 1]) }

  /// The places in `leaving` of the arcs that leave a node.
  func places(of node: Int) -> Range<Int> { Int(starts[node])..<Int(starts[node + 1]) }

  /// The flow on an arc of the network.
  func flow(_ arc: Int) -> Int { room[2 * arc + 1] }

  mutating func push(_ amount: Int, along arc: Int) {
    room[arc] -= amount
    room[arc ^ 1] += amount
  }
}
