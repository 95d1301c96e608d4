import Domain
import HTML
import HTTP
import UseCases

/// `/my/files`: the one path to which forms send files, since large bodies are allowed by path;
/// hidden fields say what a file belongs to.
extension Site {
  /// The table of these paths.
  var myFilePages: [Route] {
    [
      Route(.POST, "/my/files", isConfidential: true, submission(receiveFile)),
      Route(.GET, "/my/files/{id}", isConfidential: true, page(member(handOutFile))),
    ]
  }

  /// People who claim an organisation may belong to none; everything else is a member's.
  func receiveFile(_ visit: Visit) throws(DomainError) -> Response {
    if let claimed = visit.filled("claim") { return try submitClaim(visit, on: claimed) }
    return try member(submitFile)(visit)
  }

  func submitFile(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    if visit.filled("engagement") != nil { return try handInMilestone(visit, own) }
    if visit.filled("evidence") != nil { return try addEvidence(visit, own) }
    if let application = visit.filled("application") {
      return try addFile(visit, toApplication: application)
    }
    let id = ID<Proposal>(visit.filled("proposal") ?? "")
    let proposal = try registry.proposal(id, by: visit.actor)
    do throws(DomainError) {
      let file = try storeFile(visit)
      // A form that comes twice finds its file attached.
      if !proposal.attachments.contains(where: { $0.file == file.id }) {
        _ = try registry.attach(
          file.id, to: id, expecting: visit.expectedVersion, by: visit.actor)
      }
    } catch {
      let form = Form(name: "proposal", fields: [])
      _ = try FormState(form: form).refused(error, visit.posted)
      return visit.showRefused(
        try proposalPage(
          visit, own, try registry.proposal(id, by: visit.actor),
          proposalState(visit, proposal), fileRefusal: error), error)
    }
    return try visit.goOn(to: "/my/proposals/" + id.text, done: "file_added")
  }

  /// Takes the file of a form in which one may be left out.
  func storeFileIfAny(_ visit: Visit) throws(DomainError) -> StoredFile? {
    let isThere = visit.files.contains { $0.name == "file" && !$0.bytes.isEmpty }
    return isThere ? try storeFile(visit) : nil
  }

  /// Takes the file of a form. Browsers tell the type by the name; what it is, its content tells.
  func storeFile(_ visit: Visit) throws(DomainError) -> StoredFile {
    let parts = visit.files.filter { $0.name == "file" && !$0.bytes.isEmpty }
    guard let part = parts.first else { throw .invalid([Fault("/file", .missing)]) }
    // The one that is left out would be missed by whoever sent it.
    guard parts.count == 1 else {
      throw .invalid([Fault("/file", .tooMany, found: String(parts.count), accepted: "1")])
    }
    return try store(part, visit)
  }

  /// Takes one of the files of a form.
  func store(_ part: FormPart, _ visit: Visit) throws(DomainError) -> StoredFile {
    let name = part.fileName ?? ""
    let ending = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
    let type = FileType.allCases.first { $0.extensions.contains(ending) }
    guard let type else {
      throw .invalid([
        Fault(
          "/" + part.name, .notAccepted, found: name,
          accepted: FileType.allCases.flatMap(\.extensions).joined(separator: ", "))
      ])
    }
    return try registry.addFile(
      part.bytes, name: name, declared: type.rawValue, by: visit.actor,
      key: visit.formKey(of: part))
  }

  func handOutFile(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    try fileResponse(try registry.content(of: ID(visit.parameter("id")), by: visit.actor))
  }

  func detachMyFile(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let id = ID<Proposal>(visit.parameter("id"))
    _ = try registry.detach(
      ID(visit.filled("file") ?? ""), from: id, expecting: visit.expectedVersion, by: visit.actor)
    return try visit.goOn(to: "/my/proposals/" + id.text, done: "file_removed")
  }
}
