using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Migration.Views;
using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.Storage.Tests.Migration.Views;

/// <summary>
/// What two documents mean together. <c>J5</c> names JSON in version 5, <c>P5</c> PostgreSQL; <c>!</c> is handed over.
/// </summary>
public sealed class DecidingDocumentTests
{
    private static readonly Guid JsonId = Guid.NewGuid();
    private static readonly Guid PostgresId = Guid.NewGuid();

    [Theory]
    // JSON is the root; PostgreSQL has an old copy, nothing, no answer, or is not there.
    [InlineData("J5", "J4", "decides J5")]
    [InlineData("J5", "J5", "decides J5")]
    [InlineData("J5", "none", "decides J5")]
    [InlineData("J5", "silent", "decides J5")]
    [InlineData("J5", "absent", "decides J5")]
    // PostgreSQL is the root; JSON has an old copy, nothing, no answer, or is not there.
    [InlineData("P5", "P5", "decides P5")]
    [InlineData("P5", "P9", "decides P9")]
    [InlineData("none", "P9", "decides P9")]
    [InlineData("silent", "P9", "decides P9")]
    [InlineData("absent", "P9", "decides P9")]
    // A switch to PostgreSQL stopped between its two writes.
    [InlineData("P5", "none", "finish P5 over 0")]
    [InlineData("P5", "J3", "finish P5 over 3")]
    // The way back stopped between its two writes.
    [InlineData("P5", "J6", "finish J6 over 5")]
    [InlineData("none", "J6", "finish J6 over 0")]
    // The switch had ended, and the new root has lost its document since.
    [InlineData("P5!", "none", "refused")]
    [InlineData("P5!", "J3", "refused")]
    [InlineData("P5!", "P5", "decides P5")]
    [InlineData("P5", "J6!", "refused")]
    [InlineData("none", "J6!", "refused")]
    [InlineData("J6", "J6!", "decides J6")]
    // The next switch stopped between its two writes: its document replaces the mark.
    [InlineData("P5!", "J6", "finish J6 over 5")]
    [InlineData("P7", "J6!", "finish P7 over 6")]
    // The store that could decide is not heard.
    [InlineData("P5", "silent", "unavailable")]
    [InlineData("P5", "absent", "unavailable")]
    [InlineData("silent", "J5", "unavailable")]
    [InlineData("silent", "none", "unavailable")]
    [InlineData("silent", "silent", "unavailable")]
    [InlineData("silent", "absent", "unavailable")]
    [InlineData("none", "silent", "unavailable")]
    // No document was ever written.
    [InlineData("none", "none", "unavailable")]
    [InlineData("none", "absent", "unavailable")]
    // Two decide, or a store is not the one that the documents speak of.
    [InlineData("J5", "P4", "refused")]
    [InlineData("J5", "P6", "refused")]
    [InlineData("P5", "P4", "refused")]
    [InlineData("P5", "J5", "refused")]
    [InlineData("absent", "J5", "refused")]
    public void Each_pair_of_documents_has_one_meaning(string json, string postgres, string expected)
        => Assert.Equal(expected, Tell(DecidingDocument.Of(Reading(json, JsonId), Reading(postgres, PostgresId))));

    [Theory]
    [InlineData("J5", "none")]
    [InlineData("P5", "P5")]
    [InlineData("none", "P5")]
    [InlineData("P5", "none")]
    public void A_document_that_lies_in_another_store_than_it_names_is_refused(string json, string postgres)
    {
        var (stranger, known) = (Guid.NewGuid(), Reading(postgres, PostgresId));
        var verdict = json == "none"
            ? DecidingDocument.Of(Reading(json, JsonId), known with { StoreId = stranger })
            : DecidingDocument.Of(Reading(json, JsonId) with { StoreId = stranger }, known);
        Assert.Equal("refused", Tell(verdict));
    }

    [Fact]
    public void An_emptied_json_root_is_not_filled_with_the_document_of_the_lost_one()
    {
        var anew = Reading("none", Guid.NewGuid());
        Assert.Equal("refused", Tell(DecidingDocument.Of(anew, Reading("J6", PostgresId))));
    }

    [Fact]
    public void A_refusal_names_the_component_the_versions_and_the_way_out()
        => Assert.Equal(
            "Two documents of 'users' decide: version 5 in JSON names JSON, version 6 in PostgreSQL names PostgreSQL. "
            + "One store was restored from a backup or belongs to another deployment. Detach the wrong one.",
            DecidingDocument.Of(Reading("J5", JsonId), Reading("P6", PostgresId)).Reason);

    private static SideReading Reading(string text, Guid storeId) => text switch
    {
        "none" => SideReading.Of(null, storeId),
        "silent" => SideReading.Unknown,
        "absent" => SideReading.NotAttached,
        _ => SideReading.Of(
            new MigrationDocument
            {
                Component = Component.Users,
                Version = text[1] - '0',
                Epoch = Epoch.Initial,
                Phase = text[0] == 'J' ? Phase.Live : Phase.RampDown,
                SharePercent = 100,
                JsonStore = JsonId,
                PostgresStore = PostgresId,
                IsHandedOver = text.EndsWith('!'),
            },
            storeId),
    };

    private static string Tell(DocumentVerdict verdict)
    {
        var name = verdict.Document is { } d ? $"{(d.Root == Side.Json ? 'J' : 'P')}{d.Version}" : "";
        return verdict.Kind switch
        {
            VerdictKind.Decides => $"decides {name}",
            VerdictKind.FinishSwitch => $"finish {name} over {verdict.ExpectedVersion}",
            VerdictKind.Unavailable => "unavailable",
            _ => "refused",
        };
    }
}
