import Crypto
import Domain
import Storage

/// Where a register's master key comes from.
package enum KeySource: Sendable, Equatable {
  /// The file beside the database: its name and `.key`.
  case beside
  /// The same, but without a key that the register has had, what is sealed stays so: for looking at
  /// a copy whose key is kept elsewhere.
  case besideIfThere
  /// Another file.
  case file(String)
  /// None: what is sealed stays so. For looking at copies of a database.
  case none

  /// The file of a database's key; nil for none.
  package func path(for database: String) -> String? {
    switch self {
    case .beside, .besideIfThere: database + ".key"
    case .file(let path): path
    case .none: nil
    }
  }
}

extension Vault {
  private static let setting = "master_key_fingerprint"

  /// Opens the vault of a register, which knows its key again once it has had one; before that, a
  /// key file that is missing is made.
  static func open(_ store: Store, from source: KeySource) throws(OpenFailure) -> Vault {
    guard let path = source.path(for: store.path) else { return .locked }
    let known: String?
    do {
      known = try store.read { db throws(DomainError) in try db.setting(setting) }
    } catch { throw .cannotOpen(path: store.path, detail: "\(error)") }
    let key: SecretKey
    do {
      do {
        key = try KeyFile.read(path)
      } catch .missing where known == nil {
        key = try KeyFile.create(path)
      } catch .missing where source == .besideIfThere {
        return .locked
      }
    } catch { throw OpenFailure(error, path: path) }
    let fingerprint = Hexadecimal.text(key.fingerprint)
    guard known == nil || known == fingerprint else { throw .key(path: path, .foreign) }
    if known == nil {
      do {
        try store.write { db throws(DomainError) in
          // Another process may have been first, with the same file.
          guard try db.setting(setting) == nil else { return }
          try db.set(setting, to: fingerprint)
        }
      } catch { throw .cannotOpen(path: store.path, detail: "\(error)") }
    }
    return Vault(key)
  }
}

extension OpenFailure {
  fileprivate init(_ failure: KeyFile.Failure, path: String) {
    self =
      switch failure {
      case .missing: .key(path: path, .missing)
      case .unreadable(let reason): .key(path: path, .unreadable(reason))
      case .malformed: .key(path: path, .malformed)
      case .exposed: .key(path: path, .exposed)
      }
  }
}
