using System.Text;
using CsCheck;
using HybridOrleans.Grains.Configuration;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Configuration;

public sealed class ConfigurationKeyTests
{
    private static readonly BotId Bot = new("han");

    private static readonly Gen<string> Piece = Gen.OneOf(
        "a", "A", "/", "%", "%2f", "+", " ", ".", "..a", ".json", "é", "ё", "🌻", "global", "\n", "~", "_changes");

    private static readonly Gen<string> Text = Piece.Array[0, 6].Select(string.Concat)
        .Where(t => Encoding.UTF8.GetByteCount(t) <= ConfigurationKey.ScopeBytesMax && !IsUp(t));

    [Fact]
    public void Different_configurations_are_different_grains_and_different_records()
        => Gen.Select(Text.Where(t => t.Length > 0), Text, Text.Where(t => t.Length > 0), Text)
            .Sample((scope, id, otherScope, otherId) =>
            {
                var key = new ConfigurationKey(Bot, scope, id);
                var other = new ConfigurationKey(Bot, otherScope, otherId);
                Assert.Equal(key, ConfigurationKey.FromGrainKey(key.ToGrainKey()));
                Assert.Equal(key == other, key.ToGrainKey() == other.ToGrainKey());
                Assert.Equal(key == other, RecordOf(key) == RecordOf(other));
            });

    [Theory]
    [InlineData("global", "", "han/global")]
    [InlineData("chat", "-100", "han/chat/-100")]
    [InlineData("chat/1", "", "han/chat%2f1")]
    public void The_record_of_a_configuration_can_be_read_by_people(string scope, string id, string record)
        => Assert.Equal(record, RecordOf(new ConfigurationKey(Bot, scope, id)).Text);

    [Fact]
    public void The_longest_scope_and_scope_id_fit_into_a_key()
    {
        var bot = new BotId(new string('a', 64));
        var scope = new string('Ы', ConfigurationKey.ScopeBytesMax / 2);
        var id = new string('Ы', ConfigurationKey.ScopeIdBytesMax / 2);
        Assert.NotEmpty(RecordOf(new ConfigurationKey(bot, scope, id)).Text);
        Assert.Throws<InvalidInputException>(() => new ConfigurationKey(bot, scope + "a", id));
        Assert.Throws<InvalidInputException>(() => new ConfigurationKey(bot, scope, id + "a"));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("..", "")]
    [InlineData("a/..", "")]
    [InlineData("global", "../up")]
    [InlineData("global", "a\0")]
    public void What_no_store_takes_is_refused(string scope, string id)
        => Assert.Throws<InvalidInputException>(() => new ConfigurationKey(Bot, scope, id));

    [Fact]
    public void Half_of_a_surrogate_pair_is_refused()
        => Assert.Throws<InvalidInputException>(() => new ConfigurationKey(Bot, "chat", "🌻"[..1]));

    [Theory]
    [InlineData("han/%67lobal/")]
    [InlineData("han/global")]
    [InlineData("HAN/global/")]
    [InlineData("han//")]
    [InlineData("")]
    public void A_second_name_of_a_grain_is_refused(string grainKey)
        => Assert.Throws<InvalidInputException>(() => ConfigurationKey.FromGrainKey(grainKey));

    private static bool IsUp(string text)
        => text == ".." || text.Contains("../", StringComparison.Ordinal)
            || text.EndsWith("/..", StringComparison.Ordinal);

    private static RecordKey RecordOf(ConfigurationKey key)
        => ConfigurationRecords.KeyOf(GrainId.Create(ConfigurationRecords.GrainType, key.ToGrainKey()));
}
