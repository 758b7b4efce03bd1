using HybridOrleans.Storage.Json;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit.Conformance;
using Xunit;

namespace HybridOrleans.Storage.Tests.Json.Store;

public sealed class JsonPathsTests
{
    [Theory]
    [InlineData(1042, "bot/users/42/1042.json")]
    [InlineData(5, "bot/users/05/5.json")]
    [InlineData(-1001234, "bot/users/34/-1001234.json")]
    [InlineData(-7, "bot/users/07/-7.json")]
    [InlineData(long.MinValue, "bot/users/08/-9223372036854775808.json")]
    [InlineData(long.MaxValue, "bot/users/07/9223372036854775807.json")]
    public void A_user_lies_in_the_folder_of_the_last_two_digits(long id, string place)
    {
        var paths = JsonPaths.Of("/data", RecordKeys.User("bot", id));
        Assert.Equal(place, paths.PlainRelative);
        Assert.Equal(place + ".deleted", paths.TombstoneRelative);
        Assert.Equal($"/data/{place}", paths.Plain);
    }

    [Fact]
    public void Every_key_has_a_place_of_its_own_and_is_found_there_again()
    {
        string[][] lookalikes =
        [
            ["42", "1042"], ["1042"], ["01042"], ["-1042"], ["+1"], ["-0"], ["99999999999999999999"],
            ["42"], ["%", "x"],
        ];
        foreach (var component in Component.All)
        {
            var keys = OddKeys.All.Concat(lookalikes).Select(s => RecordKey.Create(component, ["bot", .. s]))
                .Append(RecordKey.Create(component, "bot"))
                .Append(RecordKey.Create(component, new string('x', 300), "1"))
                .Distinct().ToList();
            var places = keys.ToDictionary(k => k, k => JsonPaths.Of("", k).PlainRelative);
            Assert.Equal(keys.Count, places.Values.Distinct(StringComparer.Ordinal).Count());
            foreach (var (key, place) in places)
            {
                var first = place[..place.IndexOf('/', StringComparison.Ordinal)];
                var below = place[(first.Length + component.Name.Length + 2)..];
                Assert.Equal(key, KeyAt(component, first, below));
                Assert.Equal(key, KeyAt(component, first, below + ".deleted"));
            }
        }
    }

    [Theory]
    [InlineData("42/notes.txt")]
    [InlineData("42/.1042.json.spare")]
    [InlineData("42/1043.json")]
    [InlineData("1042.json")]
    [InlineData("42/Eva.json")]
    [InlineData("01042/1042.json")]
    [InlineData("42/x/.json")]
    public void A_file_that_is_no_record_has_no_key(string below)
        => Assert.Null(KeyAt(Component.Users, "bot", below));

    private static RecordKey? KeyAt(Component component, string first, string below)
    {
        var cut = below.LastIndexOf('/');
        return JsonPaths.KeyAt(component, first, below.AsSpan(0, Math.Max(cut, 0)), below.AsSpan(cut + 1));
    }
}
