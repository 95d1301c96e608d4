package import Domain
import Storage

/// Why a register cannot be opened.
package enum OpenFailure: Error, Sendable, Equatable {
  /// The file is missing, unreadable or not a database.
  case cannotOpen(path: String, detail: String)
  /// A later release of the program has changed this database.
  case newer(applied: Int, known: Int)
  /// An applied migration is not the one this program carries.
  case altered(number: Int, name: String)
  /// A migration failed and was rolled back.
  case migrationFailed(number: Int, name: String, detail: String)
  /// Data that is baked into the program, or a library it needs, cannot be used.
  case reference(source: String, detail: String)
  /// The master key, without which nothing sealed can be read, cannot be used.
  case key(path: String, KeyFault)

  /// What is wrong with a key file.
  package enum KeyFault: Sendable, Equatable {
    /// It is not there, although the register has had a key.
    case missing
    /// The system does not let us read or make it.
    case unreadable(String)
    /// It is no key.
    case malformed
    /// Others than its owner may read it.
    case exposed
    /// It is the key of another register.
    case foreign
  }
}

extension Registry {
  /// Opens the register in a file, bringing the file up to date if an older release made it.
  ///
  /// - Parameters:
  ///   - path: the database file
  ///   - create: whether a missing file is made; without, it is a fault
  ///   - readers: connections that read at the same time
  ///   - key: where the master key comes from; the file is made for a register that has had none
  ///   - scan: looks at files that people hand in
  ///   - clock: what the register takes for the time
  /// - Returns: the register; its index is loaded by the first `follow`
  /// - Throws: `OpenFailure`; the file is as it was before, or at a whole migration.
  package static func open(
    path: String, create: Bool, readers: Int = 4, key: KeySource = .beside,
    scan: FileScan? = nil, clock: @escaping @Sendable () -> Instant
  ) throws(OpenFailure) -> Registry {
    guard Credentials.prepare() else {
      throw .reference(source: "libsodium", detail: "cannot be initialised")
    }
    let reference: ReferenceData
    do { reference = try ReferenceData.bakedIn.get() } catch {
      throw .reference(source: error.source, detail: error.detail)
    }
    let store: Store
    do {
      store = try Store(
        path: path, create: create, readers: readers, now: clock(), digest: Credentials.digest)
    } catch {
      throw OpenFailure(error, path: path)
    }
    let registry = Registry(
      store: store, reference: reference, vault: try Vault.open(store, from: key), scan: scan,
      clock: clock)
    do {
      try registry.sealPlainOffers()
      try registry.sealPlainFactors()
      try registry.digestNumbers()
    } catch {
      throw .cannotOpen(path: path, detail: "\(error)")
    }
    return registry
  }
}

extension ReferenceData {
  /// The data as every register of this process uses it; reading the concepts takes a while, and
  /// they cannot change before the next release.
  package static let bakedIn = Result { () throws(ReferenceDataError) in try ReferenceData() }
}

extension OpenFailure {
  fileprivate init(_ error: StorageError, path: String) {
    self =
      switch error {
      case .cannotOpen(_, let detail): .cannotOpen(path: path, detail: detail)
      case .newer(let applied, let known): .newer(applied: applied, known: known)
      case .altered(let number, let name): .altered(number: number, name: name)
      case .migrationFailed(let number, let name, let detail):
        .migrationFailed(number: number, name: name, detail: detail)
      }
  }
}
