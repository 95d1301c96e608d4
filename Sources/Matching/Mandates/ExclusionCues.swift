/// Finds where a mandate says what it does not want: "không đầu tư bất động sản", "we do not fund
/// restaurants", "except tobacco", "gaming is not eligible".
///
/// By grammar, not by topic: a negation followed by a verb of giving money or taking on, a word
/// of exception, or a passive refusal behind its subject. A negation of anything else ("không yêu
/// cầu doanh thu", "không hoàn lại", "máy bay không người lái") excludes nothing.
struct ExclusionCues: Sendable {
  private let negations: PhraseTable
  private let fillers: PhraseTable
  private let verbs: PhraseTable
  private let exceptions: PhraseTable
  private let guardedExceptions: PhraseTable
  private let briefExceptions: PhraseTable
  private let refusals: PhraseTable
  private let turns: PhraseTable

  init(letters: Letters) {
    func table(_ list: String) -> PhraseTable { PhraseTable(list, letters: letters) }
    negations = table(Self.negationList)
    fillers = table(Self.fillerList)
    verbs = table(Self.verbList)
    exceptions = table(Self.exceptionList)
    guardedExceptions = table(Self.guardedExceptionList)
    briefExceptions = table(Self.briefExceptionList)
    refusals = table(Self.refusalList)
    turns = table(Self.turnList)
  }

  /// The words that exclude and what they exclude, in order, none overlapping.
  func clauses(in reading: Reading) -> [Range<Int>] {
    reading.parts.flatMap { clauses(in: $0, of: reading) }
  }

  private func clauses(in part: Reading.Part, of reading: Reading) -> [Range<Int>] {
    var clauses: [Range<Int>] = []
    let text = Text(tokens: reading.tokens, script: part.script, range: part.tokens)
    var position = part.tokens.lowerBound
    // Where the clause at hand begins, for what is refused behind its subject.
    var opening = position
    while position < part.tokens.upperBound {
      if text.tokens[position].traits.contains(.opens) || turns.length(text, position) > 0 {
        opening = position
      }
      let refusal = refusals.length(text, position)
      if refusal > 0 {
        let end = end(of: text, from: position + refusal)
        clauses.append(opening..<end)
        position = end
        opening = end
      } else if let (length, isBrief) = cue(text, position) {
        let end = end(of: text, from: position + length, isBrief: isBrief)
        clauses.append(position..<end)
        position = end
        opening = end
      } else {
        position += 1
      }
    }
    return clauses
  }

  /// How many words from there on say that what follows is not wanted, and whether that reaches
  /// only to the next pause.
  private func cue(_ text: Text, _ position: Int) -> (length: Int, isBrief: Bool)? {
    let exception = exceptions.length(text, position)
    if exception > 0 { return (exception, false) }
    if !text.isJoined(position) {
      let guarded = guardedExceptions.length(text, position)
      if guarded > 0 { return (guarded, false) }
      let brief = briefExceptions.length(text, position)
      if brief > 0 { return (brief, true) }
    }
    let negation = negations.length(text, position)
    guard negation > 0 else { return nil }
    var next = position + negation
    for _ in 0..<3 {
      guard text.isJoined(next) else { return nil }
      let verb = verbs.length(text, next)
      if verb > 0 { return (next + verb - position, false) }
      let filler = fillers.length(text, next)
      guard filler > 0 else { return nil }
      next += filler
    }
    return nil
  }

  /// Where the clause ends: at the end of the sentence or at a turn to what is wanted again.
  private func end(of text: Text, from start: Int, isBrief: Bool = false) -> Int {
    var position = start
    while position < text.end, !text.tokens[position].traits.contains(.opens),
      turns.length(text, position) == 0, !isBrief || position == start || text.isJoined(position)
    {
      position += 1
    }
    return position
  }

  /// The words of one member.
  struct Text {
    let tokens: ContiguousArray<Token>
    let script: Script
    let range: Range<Int>

    var end: Int { range.upperBound }

    /// Whether a word stands there in the same breath as the one before it.
    func isJoined(_ position: Int) -> Bool {
      position > range.lowerBound && position < range.upperBound
        && !Phrasing.isParted(tokens, position)
    }
  }

  private static let negationList = """
    không,không còn,chưa,chẳng,ngừng,tạm ngừng,ngưng,tạm dừng,ít,hạn chế,tránh,từ chối,\
    not,never,don't,doesn't,won't,cannot,can't,no longer,stopped,rarely,seldom
    """
  private static let fillerList = """
    trực tiếp,ưu tiên,thể,được,hề,còn,xem,muốn,có,tham gia,chủ trương,nhằm,\
    currently,directly,usually,generally,yet,normally,typically,be,been,to,also,anymore,actively
    """
  private static let verbList = """
    đầu tư,tài trợ,hỗ trợ,cho vay,cấp vốn,rót vốn,góp vốn,bỏ vốn,nhận,tiếp nhận,xét,xem xét,\
    chấp nhận,quan tâm,phù hợp,áp dụng,bao gồm,gồm,nhắm,theo đuổi,tham gia,dành cho,cấp cho,\
    fund,funds,funding,invest,invests,investing,back,backs,backing,finance,finances,financing,\
    support,supports,supporting,consider,considers,considering,accept,accepts,accepting,lend,\
    lends,lending,cover,covers,take on,takes on,pursue,look at,work with,interested in,suitable,\
    suited,include,includes,intended for,meant for
    """
  private static let exceptionList = """
    ngoại trừ,loại trừ,trừ các,trừ những,trừ lĩnh vực,trừ ngành,nằm ngoài phạm vi,except,except for,\
    excluding,excludes,exclude,with the exception of,apart from,other than,but not,we avoid,\
    no longer in
    """
  /// Also a part of other words (thuốc trừ sâu), so it counts only after a pause.
  private static let guardedExceptionList = "trừ"
  /// What it denies ends with the next pause: "no gambling, no tobacco".
  private static let briefExceptionList = "no"
  private static let refusalList = """
    không được tài trợ,không được hỗ trợ,không được đầu tư,không được nhận,không được xét,\
    không được xem xét,không thuộc phạm vi,không thuộc đối tượng,không thuộc diện,bị loại,\
    nằm ngoài,are not eligible,is not eligible,are not funded,is not funded,are not considered,\
    is not considered,are not supported,is not supported,are excluded,is excluded,are ineligible,\
    is ineligible,out of scope,outside our scope,outside our mandate
    """
  private static let turnList = """
    nhưng,tuy nhiên,mà chỉ,mà ưu tiên,ưu tiên,tập trung,thay vào đó,ngược lại,riêng,\
    but,however,instead,prefer,we prefer,focus,focusing,preferably,rather,whereas,while
    """
}

/// Phrases of up to five words, found in texts in any script.
struct PhraseTable: Sendable {
  private var written = KeyTable()
  private var folded = KeyTable()
  private var longest = 0

  /// The phrases of a list, separated by commas.
  init(_ list: String, letters: Letters) {
    var reading = Reading()
    for phrase in list.split(separator: ",") {
      Reader.form(String(phrase), letters: letters, into: &reading)
      guard !reading.tokens.isEmpty else { continue }
      longest = max(longest, reading.tokens.count)
      written.set(Self.key(reading.tokens.map(\.written)), 0)
      folded.set(Self.key(reading.tokens.map(\.folded)), 0)
    }
  }

  /// How many words the longest phrase that begins there has; 0 for none.
  func length(_ text: ExclusionCues.Text, _ position: Int) -> Int {
    var best = 0
    var key = Key.seed
    for length in 1...max(1, longest) {
      let place = position + length - 1
      guard place < text.end, length == 1 || text.isJoined(place) else { break }
      let token = text.tokens[place]
      let isLoose = text.script == .unmarked
      key = Key.pair(key, isLoose ? token.folded : token.written)
      if (isLoose ? folded : written)[key] != nil { best = length }
    }
    return best
  }

  private static func key(_ words: [UInt64]) -> UInt64 { words.reduce(Key.seed, Key.pair) }
}
