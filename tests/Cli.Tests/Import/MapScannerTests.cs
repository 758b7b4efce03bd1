using System.Text;
using HybridOrleans.Cli.Import.Source;

namespace HybridOrleans.Cli.Tests.Import;

public sealed class MapScannerTests
{
    [Fact]
    public void Records_under_girls_are_found()
        => Assert.Equal(
            ["1={\"name\":\"Ева\"}", "-2={ }"],
            Scan("""{"girls": {"1": {"name":"Ева"}, "-2":{ }}}"""));

    [Fact]
    public void Records_of_the_flat_shape_are_found()
        => Assert.Equal(
            ["7={\"telegram_id\": 7, \"profile\": {\"summary\": {}}}", "8={}"],
            Scan("""{"7": {"telegram_id": 7, "profile": {"summary": {}}}, "8": {}}"""));

    [Fact]
    public void Other_members_beside_girls_are_told()
        => Assert.Equal(
            ["version=2", "1={}", "note=\"a, b}\""],
            Scan("""{"version": 2, "girls": {"1":{}}, "note":"a, b}"}"""));

    [Fact]
    public void A_member_girls_that_is_no_object_is_a_member()
        => Assert.Equal(["girls=[1]", "5={}"], Scan("""{"girls": [1], "5": {}}"""));

    [Fact]
    public void Girls_inside_girls_is_a_record()
        => Assert.Equal(["girls={\"1\":{}}"], Scan("""{"girls": {"girls": {"1":{}}}}"""));

    [Fact]
    public void Brackets_and_quotes_in_strings_are_passed_over()
        => Assert.Equal(
            ["""1={"a":"}]\"{[","b":"\\"}""", "2={}"],
            Scan("""{"1": {"a":"}]\"{[","b":"\\"}, "2": {}}"""));

    [Fact]
    public void A_record_that_is_no_JSON_leaves_its_neighbours_alone()
        => Assert.Equal(["1={\"n\": nine}", "2={}"], Scan("""{"1": {"n": nine}, "2": {}}"""));

    [Fact]
    public void A_file_that_was_cut_off_gives_everything_before_the_cut()
        => Assert.Equal(
            ["1={}", "2={\"name\": \"Ев (the file ends in the middle of it)"],
            Scan("""{"girls": {"1": {}, "2": {"name": "Ев"""));

    [Fact]
    public void A_file_that_was_cut_off_in_a_name_says_so()
        => Assert.Equal(["1={}", "=\"2 (the file ends in the middle of it)"], Scan("""{"1": {}, "2"""));

    [Fact]
    public void A_file_that_was_cut_off_between_records_says_so()
        => Assert.Equal(["1={}", "= (the file ends in the middle of it)"], Scan("""{"1": {},"""));

    [Fact]
    public void What_stands_behind_the_end_is_told()
        => Assert.Equal(["1={}", "={\"2\":{}} (it stands behind the end of the map)"], Scan("""{"1": {}} {"2":{}}"""));

    [Fact]
    public void Something_that_is_no_member_ends_the_scan()
        => Assert.Equal(["1={}", "=oops, \"2\":{}} (no member begins here)"], Scan("""{"1": {}, oops, "2":{}}"""));

    [Theory]
    [InlineData("", "= (it is blank)")]
    [InlineData(" \n", "= \n (it is blank)")]
    [InlineData("[1]", "=[1] (it is no JSON object)")]
    public void A_file_that_is_no_map_is_told_as_a_whole(string text, string expected)
        => Assert.Equal([expected], Scan(text));

    [Fact]
    public void A_byte_order_mark_is_passed_over() => Assert.Equal(["1={}"], Scan("\uFEFF{\"1\":{}}"));

    [Fact]
    public void An_escaped_name_is_decoded_and_a_name_that_is_no_text_is_no_id()
        => Assert.Equal(["42={}", "={}"], Scan("""{"\u0034\u0032": {}, "\ud83d": {}}"""));

    [Fact]
    public void A_very_long_name_is_no_id_and_costs_no_memory()
        => Assert.Equal(["={}", "3={}"], Scan("{\"" + new string('9', 100_000) + "\": {}, \"3\": {}}"));

    [Fact]
    public void The_way_the_stream_is_cut_into_pieces_does_not_matter()
    {
        const string Text = """ {"v": -1.5e3, "girls": {"1": {"a":"\"}"}, "2": [true, null]} , "3":"\\"} """;
        Assert.Equal(Scan(Text), Scan(new Drip(Encoding.UTF8.GetBytes(Text)), Encoding.UTF8.GetBytes(Text)));
    }

    private static string[] Scan(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return Scan(new MemoryStream(bytes), bytes);
    }

    private static string[] Scan(Stream stream, byte[] bytes)
        => [.. new MapScanner(stream).Scan().Select(entry =>
        {
            var value = Encoding.UTF8.GetString(bytes.AsSpan((int)entry.ValueStart..(int)entry.End));
            return $"{entry.Name}={value}" + (entry.Fault is null ? "" : $" ({entry.Fault})");
        })];

    /// <summary>Gives one byte at a time.</summary>
    private sealed class Drip(byte[] content) : MemoryStream(content)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(1, buffer.Length)]);
    }
}
