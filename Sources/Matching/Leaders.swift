/// The best so far of a long list, as a heap with the worst on top.
struct Leaders<Element> {
  private let limit: Int
  private let precedes: (Element, Element) -> Bool
  private var heap: [Element] = []

  /// - Parameters:
  ///   - limit: how many are kept.
  ///   - precedes: whether the first is better than the second; a total order, so that the
  ///     result does not depend on the order of insertion.
  init(limit: Int, by precedes: @escaping (Element, Element) -> Bool) {
    self.limit = limit
    self.precedes = precedes
  }

  /// The worst that is kept.
  var worst: Element? { heap.first }

  /// Whether a new element must be better than the worst.
  var isFull: Bool { heap.count >= limit }

  /// Whether an element would be among the best.
  func admits(_ element: Element) -> Bool {
    guard heap.count >= limit, let worst = heap.first else { return limit > 0 }
    return precedes(element, worst)
  }

  mutating func insert(_ element: Element) {
    guard admits(element) else { return }
    if heap.count < limit {
      heap.append(element)
      var child = heap.count - 1
      while child > 0, precedes(heap[(child - 1) / 2], heap[child]) {
        heap.swapAt(child, (child - 1) / 2)
        child = (child - 1) / 2
      }
      return
    }
    heap[0] = element
    var parent = 0
    while true {
      var worst = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < heap.count && precedes(heap[worst], heap[child]) {
        worst = child
      }
      if worst == parent { return }
      heap.swapAt(worst, parent)
      parent = worst
    }
  }

  /// Best first.
  func sorted() -> [Element] { heap.sorted(by: precedes) }
}
