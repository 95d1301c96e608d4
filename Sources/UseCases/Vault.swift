import Crypto
package import Domain
import Storage

/// What is kept encrypted, and under which key.
///
/// The master key lies in a file beside the database. It wraps a key for every problem, under which
/// the proposals for it and their files are encrypted, and the keys of all other files. Every box
/// is bound to the record that it belongs to, so that none can be put in another's place.
package struct Vault: Sendable {
  private let master: SecretKey?

  /// Without a key: everything but what is sealed can be used.
  package static let locked = Vault(nil)

  init(_ master: SecretKey?) { self.master = master }

  /// A vault under a master key of 32 bytes; nil where they are not as many.
  package init?(key: [UInt8]) {
    guard let key = SecretKey(key) else { return nil }
    master = key
  }

  /// Whether there is a key.
  package var isOpen: Bool { master != nil }

  /// By what a register knows its key again, see `SecretKey.fingerprint`; nil without one.
  var fingerprint: [UInt8]? { master?.fingerprint }

  /// Encrypts something short under the master key, for a context such as `totp:ACCOUNT`.
  package func seal(_ content: [UInt8], for context: String) throws(DomainError) -> [UInt8] {
    SecretBox.seal(content, for: context, with: try key())
  }

  /// Decrypts what `seal` gave for the same context.
  package func open(_ box: [UInt8], for context: String) throws(DomainError) -> [UInt8] {
    guard let content = SecretBox.open(box, for: context, with: try key()) else {
      throw .internalFault("\(context): the seal does not open")
    }
    return content
  }

  /// A digest by which something short is known again, for a context such as `personal-id`, made
  /// with a key of its own that is derived from the master key.
  func digest(_ content: [UInt8], for context: String) throws(DomainError) -> [UInt8] {
    guard let master = Authenticator(key: try key().bytes),
      let own = Authenticator(key: master.tag(Array("digest:\(context)".utf8)))
    else { throw .internalFault("\(context): no digest") }
    return own.tag(content)
  }

  private func key() throws(DomainError) -> SecretKey {
    guard let master else { throw .unavailable("no key") }
    return master
  }

  /// A key that others are wrapped with: the master's, or that of a problem.
  struct Ring: Sendable {
    fileprivate let key: SecretKey
    /// The problem that it belongs to; nil for the master's.
    let problem: ID<Problem>?

    func seal(_ content: [UInt8], for context: String) -> [UInt8] {
      SecretBox.seal(content, for: context, with: key)
    }

    func open(_ box: [UInt8], for context: String) throws(DomainError) -> [UInt8] {
      guard let content = SecretBox.open(box, for: context, with: key) else {
        throw .internalFault("\(context): the seal does not open")
      }
      return content
    }
  }

  /// The master key itself.
  func ring() throws(DomainError) -> Ring { Ring(key: try key(), problem: nil) }

  /// The key of a problem.
  /// - Throws: `.internalFault` where it has none yet
  func ring(of problem: ID<Problem>, _ db: inout Database) throws(DomainError) -> Ring {
    let context = "problem-key:\(problem)"
    guard let wrapped = try db.wrappedKey(of: problem),
      let key = SecretKey(try open(wrapped, for: context))
    else { throw .internalFault("\(context): no key") }
    return Ring(key: key, problem: problem)
  }

  /// The key of a problem, which is drawn with its first proposal.
  func ring(
    of problem: ID<Problem>, _ db: inout Database, at now: Instant
  ) throws(DomainError) -> Ring {
    if try db.wrappedKey(of: problem) != nil { return try ring(of: problem, &db) }
    let key = SecretKey()
    try db.insert(
      wrappedKey: try seal(key.bytes, for: "problem-key:\(problem)"), of: problem, at: now)
    return Ring(key: key, problem: problem)
  }

  /// A file encrypted under a fresh key of its own.
  struct Package: Sendable {
    /// What is written to the disk.
    let blob: [UInt8]
    /// The file's key, wrapped.
    let key: [UInt8]
    /// Name and digest of the content, encrypted with the file's key.
    let details: [UInt8]
  }

  /// Encrypts a file's content, name and digest.
  func pack(
    _ content: [UInt8], name: String, digest: [UInt8], id: ID<StoredFile>
  ) throws(DomainError) -> Package {
    let own = SecretKey()
    let details: JSON = ["name": .string(name), "digest": .string(Hexadecimal.text(digest))]
    return Package(
      blob: SecretStream.seal(content, for: "file:\(id)", with: own),
      key: try seal(own.bytes, for: "file-key:\(id)"),
      details: SecretBox.seal(
        Array(details.compact.utf8), for: "file-details:\(id)", with: own))
  }

  /// The record of a file with its name and the digest of its content.
  func unseal(_ file: SealedFile, _ db: inout Database) throws(DomainError) -> StoredFile {
    guard !file.key.isEmpty else { return file.file }
    let context = "file-details:\(file.file.id)"
    guard let bytes = SecretBox.open(file.details, for: context, with: try key(of: file, &db)),
      let details = try? JSONParser.parse(bytes), let name = details["name"]?.text,
      let digest = details["digest"]?.text.flatMap(Hexadecimal.bytes)
    else { throw .internalFault("\(context): the seal does not open") }
    let found = file.file
    return StoredFile(
      id: found.id, name: name, mediaType: found.mediaType, size: found.size, digest: digest,
      organisation: found.organisation, by: found.by, at: found.at)
  }

  /// The content of a file; nil where the blob is not what was stored.
  func unpack(
    _ blob: [UInt8], of file: SealedFile, _ db: inout Database
  ) throws(DomainError) -> [UInt8]? {
    SecretStream.open(blob, for: "file:\(file.file.id)", with: try key(of: file, &db))
  }

  /// A file's key wrapped with another ring.
  func rewrap(
    _ file: SealedFile, for ring: Ring, _ db: inout Database
  ) throws(DomainError) -> [UInt8] {
    ring.seal(try key(of: file, &db).bytes, for: "file-key:\(file.file.id)")
  }

  private func key(of file: SealedFile, _ db: inout Database) throws(DomainError) -> SecretKey {
    let ring = if let problem = file.problem { try ring(of: problem, &db) } else { try ring() }
    guard let key = SecretKey(try ring.open(file.key, for: "file-key:\(file.file.id)")) else {
      throw .internalFault("file \(file.file.id): no key")
    }
    return key
  }
}
