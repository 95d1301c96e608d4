/// A network through which units flow from its first node to its last.
///
/// Every arc leads from a node to one of a higher number, so that there is no way round in a
/// circle and costs may be negative.
package struct FlowNetwork: Sendable {
  /// A way from one node to another.
  package struct Arc: Sendable, Equatable {
    /// The node it leaves.
    package let tail: Int
    /// The node it enters, of a higher number.
    package let head: Int
    /// How many units fit, 0 or more.
    package let capacity: Int
    /// What each unit costs; negative where it gains.
    package let cost: Int
  }

  /// How many nodes there are, the first and the last included.
  package let nodeCount: Int
  /// The arcs in the order in which they were added.
  package private(set) var arcs: [Arc] = []

  /// Nodes without arcs, numbered from 0.
  package init(nodeCount: Int) {
    precondition(nodeCount >= 2, "a flow needs a first and a last node")
    self.nodeCount = nodeCount
  }

  /// Adds an arc; there may be several between the same nodes.
  package mutating func addArc(from tail: Int, to head: Int, capacity: Int, cost: Int) {
    precondition(0 <= tail && tail < head && head < nodeCount, "arcs lead to higher nodes")
    precondition(capacity >= 0, "a capacity is no debt")
    arcs.append(Arc(tail: tail, head: head, capacity: capacity, cost: cost))
  }
}
