/// Which concepts are cases of which, by their identifiers.
struct ConceptGraph: Sendable {
  private var above: [String: [String]] = [:]
  private var below: [String: [String]] = [:]

  init(_ concepts: some Sequence<(id: String, broader: [String])>) {
    for (id, broader) in concepts {
      above[id] = broader
      for other in broader { below[other, default: []].append(id) }
    }
  }

  /// The way from a concept over one that it names as broader back to itself, if there is one.
  func cycle(_ id: String, over broader: String) -> [String]? {
    var came: [String: String] = [broader: id]
    var queue = [broader]
    var next = 0
    while next < queue.count, came[id] == nil {
      for other in above[queue[next]] ?? [] where came[other] == nil {
        came[other] = queue[next]
        queue.append(other)
      }
      next += 1
    }
    if broader == id { return [id, id] }
    guard came[id] != nil else { return nil }
    var chain = [id]
    repeat {
      guard let last = chain.last, let before = came[last] else { return nil }
      chain.append(before)
    } while chain.last != id
    return chain.reversed()
  }

  /// The longest way that leads through a concept from a narrower to a broader one; looked for
  /// only as far as it takes to see that it is longer than `limit`.
  func longestChain(through id: String, limit: Int) -> [String] {
    let up = longest(id, above, limit + 1)
    let down = longest(id, below, limit + 1)
    return down.dropFirst().reversed() + up
  }

  /// Whether one concept is a case of the other, near or far.
  func isAbove(_ broader: String, _ narrower: String) -> Bool {
    var seen: Set<String> = []
    var queue = above[narrower] ?? []
    while let id = queue.popLast() {
      if id == broader { return true }
      if seen.insert(id).inserted { queue += above[id] ?? [] }
    }
    return false
  }

  private func longest(_ id: String, _ links: [String: [String]], _ limit: Int) -> [String] {
    guard limit > 1 else { return [id] }
    var best: [String] = []
    for other in links[id] ?? [] where best.count < limit - 1 {
      let chain = longest(other, links, limit - 1)
      if chain.count > best.count { best = chain }
    }
    return [id] + best
  }
}
