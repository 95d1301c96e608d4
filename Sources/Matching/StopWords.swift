import Domain

/// Function words of Vietnamese and English: they bind sentences and say nothing of the matter.
///
/// A short closed list by grammar (classifiers, prepositions, conjunctions, pronouns, auxiliaries),
/// not by frequency; words that are merely frequent weigh little by themselves.
enum StopWords {
  static let vietnamese = """
    và của cho các những là có được không trong trên dưới với để từ đến này đó khi thì mà ở tại về \
    theo như bằng hoặc hay cũng đã đang sẽ rất nhiều mỗi mọi một hai ba nếu nên vì do bị ra vào lên \
    xuống qua lại còn chỉ phải cần thể giữa sau trước ngoài nhau nhưng vẫn đều cả gì nào ai tôi ta \
    chúng mình họ nó ấy kia đây việc sự cái chiếc con cuộc hơn nhất ít tới từng riêng cùng đối hiện \
    nay gồm lúc nơi rồi chưa quá luôn thêm khác tự vừa mới ngay song tuy dù khoảng gần thành
    """
  static let english = """
    the a an of and or to in on at for with from by as is are was were be been it its this that \
    these those we our us you your they their he she his her not no can may will would should could \
    must have has had do does did than then so such into over under between within without about \
    which who whom what when where how why all any each every some more most other also only own \
    same both but if while during per via up down out off too very just there here
    """
}
