import Domain
import Storage
import Synchronization

extension Registry {
  /// How long a blob may lie without a record: longer than any request takes to add it.
  private static let patience: Int64 = 3600

  /// Takes away blobs that no record names: what a crash left, and files that were removed.
  ///
  /// Once an hour, since it walks the folder.
  func sweepBlobs(at now: Instant) throws(DomainError) {
    let last = lastSweep.load(ordering: .relaxed)
    guard now.seconds - last >= Self.patience,
      lastSweep.compareExchange(
        expected: last, desired: now.seconds, ordering: .relaxed
      ).exchanged
    else { return }
    for blob in try strayBlobs(at: now) { try store.blobs.remove(blob) }
  }

  /// Checks that every file has its blob and that each is what was stored, and looks for blobs
  /// that no file names. With the key, every name is also read.
  func checkFiles() throws(DomainError) -> HealthCheck {
    var faults: [String] = []
    var examined = 0
    var last = ""
    while true {
      let after = last
      let page = try store.read(bulk: true) { db throws(DomainError) in
        try db.sealedFiles(after: after, limit: 500)
      }
      guard let end = page.last else { break }
      last = end.file.id.text
      for file in page where !file.key.isEmpty {
        if try isCounted(file.file) { examined += 1 }
        if let fault = try fault(of: file) { faults.append("\(file.file.id): \(fault)") }
      }
    }
    for blob in try strayBlobs(at: clock()) { faults.append("\(blob): no record") }
    return HealthCheck(name: "files", faults: faults, examined: examined, countsSealed: false)
  }

  /// Those that hang on a sealed proposal, or may come to, are not counted: see `checkSeals`.
  private func isCounted(_ file: StoredFile) throws(DomainError) -> Bool {
    try store.read { db throws(DomainError) in
      let uses = try db.uses(of: file.id)
      guard let use = uses.first(where: { $0.aggregate == .proposal }) else {
        return file.organisation == nil || !uses.isEmpty
      }
      return try db.isOpened(ID(use.record))
    }
  }

  private func fault(of file: SealedFile) throws(DomainError) -> String? {
    guard let blob = try store.blobs.read(file.file.digest) else { return "missing" }
    guard store.digest(blob) == file.file.digest else { return "altered" }
    guard vault.isOpen else { return nil }
    do {
      _ = try store.read { db throws(DomainError) in try vault.unseal(file, &db) }
      return nil
    } catch {
      guard case .internalFault(let detail) = error else { throw error }
      return detail
    }
  }

  private func strayBlobs(at now: Instant) throws(DomainError) -> [String] {
    let old = try store.blobs.all().filter { now.seconds - $0.at.seconds > Self.patience }
    guard !old.isEmpty else { return [] }
    return try store.read(bulk: true) { db throws(DomainError) in
      var stray: [String] = []
      for blob in old {
        if let digest = Hexadecimal.bytes(blob.name), try db.isKept(blob: digest) { continue }
        stray.append(blob.name)
      }
      return stray
    }
  }
}
