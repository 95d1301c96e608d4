package import Domain
import Storage

/// Where a form led that was carried out, so that sending it once more leads there too and is not
/// told as an error.
extension Registry {
  /// Where the form with this key led; nil where it was not carried out or said something else.
  package func landing(of form: IdempotencyKey) throws(DomainError) -> String? {
    let now = clock()
    do throws(DomainError) {
      return try store.read { db throws(DomainError) in try db.replay(form, now: now) }
    } catch {
      guard case .keyReused = error else { throw error }
      return nil
    }
  }

  /// Notes where the form with this key led, for as long as keys are kept.
  package func note(_ form: IdempotencyKey, ledTo path: String) throws(DomainError) {
    let now = clock()
    try store.write { db throws(DomainError) in
      try db.rememberLast(form, record: path, now: now)
    }
  }
}
