package import Domain
import Storage

extension Registry {
  /// Hangs a file on a draft. Its key is wrapped anew with that of the problem, so that it is
  /// sealed and opened with the offer; from then on it is seen by those who see the proposal.
  /// - Throws: `.invalid` where there is no such file of the same organisation, it hangs on
  ///   something already, or the attachments together would be too many or too large
  package func attach(
    _ file: ID<StoredFile>, to id: ID<Proposal>, expecting version: Int?, by actor: Actor
  ) throws(DomainError) -> Proposal {
    guard actor.isKnown else { throw .unauthenticated }
    return try commit { db throws(DomainError) in
      let now = self.clock()
      let before = try self.draft(id, "update", expecting: version, by: actor, &db)
      guard let sealed = try db.sealedFile(file), !sealed.key.isEmpty,
        sealed.file.organisation == before.organisation
      else { throw .invalid([Fault("/file", .notFound, found: file.text)]) }
      guard try db.uses(of: file).isEmpty else {
        throw .invalid([Fault("/file", .repeated, found: file.text)])
      }
      var after = before
      after.attachments.append(Attachment(try self.vault.unseal(sealed, &db)))
      try Self.requireRoom(after.attachments)
      let ring = try self.vault.ring(of: before.problem, &db, at: now)
      try db.rewrap(
        file, key: try self.vault.rewrap(sealed, for: ring, &db), problem: before.problem)
      try db.use(file, by: FileUse(.proposal, id.text))
      try self.replaceContent(of: before, with: &after, "attach", &db, actor, now)
      return after
    }
  }

  /// Takes a file off a draft, and away.
  /// - Throws: `.notFound` where it does not hang on it
  package func detach(
    _ file: ID<StoredFile>, from id: ID<Proposal>, expecting version: Int?, by actor: Actor
  ) throws(DomainError) -> Proposal {
    guard actor.isKnown else { throw .unauthenticated }
    return try commit { db throws(DomainError) in
      let now = self.clock()
      let before = try self.draft(id, "update", expecting: version, by: actor, &db)
      var after = before
      after.attachments.removeAll { $0.file == file }
      guard after.attachments.count < before.attachments.count else {
        throw .notFound(aggregate: "file", id: file.text)
      }
      try db.removeFile(file)
      try self.replaceContent(of: before, with: &after, "detach", &db, actor, now)
      return after
    }
  }

  private static func requireRoom(_ attachments: [Attachment]) throws(DomainError) {
    let size = attachments.reduce(0) { $0 + $1.size }
    guard size <= Attachment.mostBytes else {
      throw .invalid([
        Fault("/file", .tooLong, found: String(size), accepted: "≤ \(Attachment.mostBytes)")
      ])
    }
    guard attachments.count <= Attachment.most else {
      throw .invalid([
        Fault(
          "/file", .tooMany, found: String(attachments.count), accepted: "≤ \(Attachment.most)")
      ])
    }
  }
}
