import Domain
import HTML
import HTTP
import UseCases

/// What keeps a form that is sent twice, by a double click or by going back, from being carried out
/// twice: every form carries a random key of its own, which goes to the use case as the
/// `Idempotency-Key` of programs does.
extension Visit {
  /// The hidden field with the key.
  static let formKeyField = "form_key"
  /// Random bytes of a key.
  private static let formKeyLength = 16
  /// What says where a form came from and where to go on, not what it asks for.
  private static let unsaid: Set = [formKeyField, Site.formTokenField, "then"]

  /// The key of the form that was sent; nil where it had none.
  var formKey: IdempotencyKey? { formKey(of: nil) }

  /// The key by which it is remembered where the form led.
  var landingKey: IdempotencyKey? { formKey(for: "landing") }

  /// The key of one of its files, which is another act than what the form asks for.
  func formKey(of file: FormPart?) -> IdempotencyKey? {
    let part = file.map { " file " + Hexadecimal.text(Credentials.digest($0.bytes)) } ?? ""
    return formKey(for: "form", part)
  }

  private func formKey(for use: String, _ part: String = "") -> IdempotencyKey? {
    guard let key = sentKey else { return nil }
    var said = posted.filter { !Self.unsaid.contains($0.name) }.map { ($0.name, $0.value) }
    // Where the parts of a file end differs from browser to browser, what it holds does not.
    said += files.map { ($0.name, Hexadecimal.text(Credentials.digest($0.bytes))) }
    let text = "POST \(request.rawPath)\n" + Query(said).encoded
    return IdempotencyKey(
      actor: actor.name, key: "\(use) " + key + part,
      fingerprint: Credentials.digest(Array(text.utf8)))
  }

  /// The key's field for a form that leads to a path: a form that is shown again keeps its key,
  /// since nobody can tell whether the first sending was done.
  func formKeyInput(for path: String) -> Node {
    let isAgain = request.method == .POST && request.rawPath == path && !wasSentBefore
    let kept = isAgain ? sentKey : nil
    return hiddenField(
      Self.formKeyField,
      kept ?? Hexadecimal.text(Credentials.random(Self.formKeyLength)))
  }

  private var sentKey: String? {
    guard let key = posted[Self.formKeyField],
      Hexadecimal.bytes(key)?.count == Self.formKeyLength
    else { return nil }
    return key
  }

  /// What somebody reads who has gone back to a form, changed it and sent it once more: what they
  /// sent first is done, and this can be sent as another. Files must be chosen anew.
  func sentBefore() -> Response {
    var visit = self
    visit.wasSentBefore = true
    return visit.offerAnother()
  }

  private func offerAnother() -> Response {
    let page = WebPage(say("sent_before.title")) {
      p(text: say("sent_before"))
      if files.isEmpty {
        postForm(request.rawPath) {
          for item in posted where !Self.unsaid.subtracting(["then"]).contains(item.name) {
            hiddenField(item.name, item.value)
          }
          button(text: say("sent_before.button"))
        }
      }
      p { a(.href("/my"), text: say("nav.my")) }
    }
    return show(page, status: .conflict)
  }
}
