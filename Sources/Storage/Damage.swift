import SQLite
private import Synchronization

/// What is wrong with rows that could not be read, each told once.
final class Damage: Sendable {
  private struct State {
    var known: Set<String> = []
    var untold: [String] = []
    var rows: Set<String> = []
  }

  private let state = Mutex(State())
  /// More need not be known: a register with as many damaged rows is to be restored.
  private static let most = 1000

  /// Takes up what a reader has found.
  func note(_ reader: inout Connection) {
    // Others may have found more meanwhile, which they find again.
    if rows != reader.unreadable { rows = reader.unreadable }
    note(reader.takeSkipped())
  }

  private func note(_ faults: [String]) {
    guard !faults.isEmpty else { return }
    state.withLock { state in
      for fault in faults where state.known.count < Self.most {
        if state.known.insert(fault).inserted { state.untold.append(fault) }
      }
    }
  }

  /// The identifiers of rows that could not be read when somebody last tried.
  var rows: Set<String> {
    get { state.withLock(\.rows) }
    set { state.withLock { $0.rows = newValue.count > Self.most ? $0.rows : newValue } }
  }

  /// Hands out what nobody was told of yet.
  func take() -> [String] {
    state.withLock { state in
      defer { state.untold = [] }
      return state.untold
    }
  }
}
