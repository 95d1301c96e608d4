/// How often a record says something, weighed by where it says it.
///
/// Each kind of member counts once, by the strongest it says: twenty products of one name are no
/// better evidence than one.
struct Frequency {
  private(set) var sum = 0.0
  private var field = MemberField.name
  private var inField = 0.0

  /// Nothing said yet.
  init() {}

  /// Said once.
  init(_ amount: Double, in field: MemberField) {
    sum = amount
    self.field = field
    inField = amount
  }

  /// Adds an occurrence, as far as it says more than that kind of member has said already, and
  /// returns what it added.
  ///
  /// Members of one kind stand together in a record, so that the last kind is all there is to
  /// remember.
  @discardableResult
  mutating func add(_ amount: Double, in field: MemberField) -> Double {
    if field != self.field {
      self.field = field
      inField = 0
    }
    let added = max(0, amount - inField)
    inField += added
    sum += added
    return added
  }
}
