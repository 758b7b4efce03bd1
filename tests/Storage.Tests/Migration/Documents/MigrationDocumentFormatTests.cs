using System.Text;
using System.Text.Json;
using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.Storage.Tests.Migration.Documents;

/// <summary>Documents once written stay readable for ever: a new format gets a folder, none is ever changed.</summary>
public sealed class MigrationDocumentFormatTests
{
    [Theory]
    [InlineData("first", "users")]
    [InlineData("full", "conversations")]
    public void Format_1_is_what_is_written_and_read(string name, string component)
    {
        var golden = Golden(name);
        var document = component == "users" ? MigrationDocuments.First : MigrationDocuments.Full;
        Assert.Equal(Text(golden), Text(MigrationDocumentFormat.Write(document)));
        var read = MigrationDocumentFormat.Read(golden, document.Component, "memory");
        Assert.Equal(document with { History = [], Divergences = [] }, read with { History = [], Divergences = [] });
        Assert.Equal(document.Divergences, read.Divergences);
        Assert.Equal(document.History, read.History);
    }

    [Fact]
    public void White_space_between_the_tokens_changes_nothing()
    {
        var laidOut = Text(Golden("full")).Replace(",\"", ",\r\n\t \"", StringComparison.Ordinal);
        Assert.Equal(17, Read(Encoding.UTF8.GetBytes(laidOut), Component.Conversations).Version);
    }

    [Fact]
    public void Any_flipped_bit_is_refused_or_harmless()
    {
        var golden = Golden("full");
        for (var bit = 0; bit < golden.Length * 8; bit++)
        {
            var damaged = golden.ToArray();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            MigrationDocument? read = null;
            try
            {
                read = Read(damaged, Component.Conversations);
            }
            catch (StoreUnavailableException)
            {
                continue;
            }

        Assert.Equal(Text(golden), Text(MigrationDocumentFormat.Write(read)));
        }
    }

    [Fact]
    public void Any_cut_is_refused()
    {
        var golden = Golden("first");
        for (var length = 0; length < golden.Length; length++)
        {
            Assert.Throws<StoreUnavailableException>(() => { Read(golden[..length], Component.Users); });
        }
    }

    [Theory]
    [InlineData("""{"format":2,"anything":1}""", "format 2, and this version reads 1")]
    [InlineData("""{"format":1,"document":{},"hash":"00"}""", "its hash does not fit")]
    [InlineData("""[]""", "it is no migration document")]
    [InlineData("""{"format":1}""", "it is no migration document")]
    public void The_refusal_names_component_place_and_reason(string text, string reason)
    {
        var e = Assert.Throws<StoreUnavailableException>(() => { ReadUsers(text); });
        Assert.StartsWith("The migration document of 'users' in memory is refused: ", e.Message,
            StringComparison.Ordinal);
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_member_is_refused()
        => Refuses("\"sharePercent\":0", "\"sharePercent\":0,\"later\":1", "it is no migration document");

    [Fact]
    public void A_missing_member_is_refused()
        => Refuses("\"sharePercent\":0,", "", "it is no migration document");

    [Fact]
    public void A_document_of_another_component_is_refused()
    {
        var e = Assert.Throws<StoreUnavailableException>(() => { Read(Golden("first"), Component.Analytics); });
        Assert.Contains("it is about users", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"version\":1", "\"version\":0", "its version is 0")]
    [InlineData("\"epoch\":0", "\"epoch\":-1", "its epoch is -1")]
    [InlineData("\"phase\":\"Off\"", "\"phase\":9", "there is no phase 9")]
    [InlineData("\"sharePercent\":0", "\"sharePercent\":101", "its share is 101 %")]
    public void A_value_out_of_range_is_refused(string from, string to, string reason) => Refuses(from, to, reason);

    [Fact]
    public void A_wrong_document_is_not_written()
        => Assert.Throws<ArgumentException>(
            () => MigrationDocumentFormat.Write(MigrationDocuments.First with { SharePercent = 101 }));

    /// <summary>Changes the document and makes the hash fit, as another version of this product would.</summary>
    private static void Refuses(string from, string to, string reason)
    {
        using var whole = JsonDocument.Parse(Golden("first"));
        var original = whole.RootElement.GetProperty("document").GetRawText();
        var changed = original.Replace(from, to, StringComparison.Ordinal);
        Assert.NotEqual(original, changed);
        var hash = Convert.ToHexStringLower(RecordBody.Parse(Encoding.UTF8.GetBytes(changed)).Hash.Span);
        var text = $$"""{"format":1,"document":{{changed}},"hash":"{{hash}}"}""";
        var e = Assert.Throws<StoreUnavailableException>(() => { ReadUsers(text); });
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
    }

    private static MigrationDocument ReadUsers(string text) => Read(Encoding.UTF8.GetBytes(text), Component.Users);

    private static MigrationDocument Read(byte[] text, Component component)
        => MigrationDocumentFormat.Read(text, component, "memory");

    private static string Text(byte[] utf8) => Encoding.UTF8.GetString(utf8);

    private static byte[] Golden(string name) => File.ReadAllBytes(
        Path.Combine(AppContext.BaseDirectory, "Migration", "Documents", "golden", "v1", name + ".json"));
}
