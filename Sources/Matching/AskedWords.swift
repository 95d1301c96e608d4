/// The words of a query as evidence follows them: from a word of a record to the places where the
/// query has it, and on from there.
struct AskedWords {
  /// A word of the query, by its place among the tokens.
  private struct Word {
    /// The word unit, -1 for a word without meaning.
    var unit: Int32 = -1
    /// Position of its member in the reading's parts.
    var part: Int32 = -1
    /// Whether it follows the word before with no more than a space or a hyphen between.
    var joins = false
  }

  private var words: ContiguousArray<Word>
  /// The places of each unit in members that tell what is needed, one unit after another.
  private var places: ContiguousArray<Int32> = []
  private var ends: ContiguousArray<Int32> = []

  /// The words of a query, of which the places in members that `tells` says yes to are followed.
  init(_ query: Query, tells: (MemberField) -> Bool) {
    let tokens = query.reading.tokens
    words = ContiguousArray(repeating: Word(), count: tokens.count)
    for (number, part) in query.reading.parts.enumerated() {
      for place in part.tokens {
        words[place].part = Int32(number)
        words[place].joins =
          place > part.tokens.lowerBound && !Phrasing.isParted(tokens, place)
      }
    }
    ends.reserveCapacity(query.words.units.count)
    for (number, unit) in query.words.units.enumerated() {
      for place in unit.places {
        words[place].unit = Int32(number)
        if tells(query.reading.parts[Int(words[place].part)].field) { places.append(Int32(place)) }
      }
      ends.append(Int32(places.count))
    }
  }

  /// The places of a unit in members that tell what is needed, in order.
  @inline(__always)
  func places(of unit: Int32) -> some Sequence<Int> {
    let start = unit == 0 ? 0 : Int(ends[Int(unit) - 1])
    return (start..<Int(ends[Int(unit)])).lazy.map { Int(places[$0]) }
  }

  /// Whether that place has this unit and follows the one before directly.
  @inline(__always)
  func continues(at place: Int, with unit: Int32) -> Bool {
    place < words.count && words[place].joins && words[place].unit == unit
  }

  /// Position of the member that a place belongs to.
  func part(of place: Int) -> Int { Int(words[place].part) }
}
