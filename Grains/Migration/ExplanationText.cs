using System.Globalization;
using HybridOrleans.Storage.Migration.Controlling;
using HybridOrleans.Storage.Migration.Documents;

namespace HybridOrleans.Grains.Migration;

/// <summary>Why a key shows what it shows, one line each.</summary>
internal static class ExplanationText
{
    private const int HashDigits = 16;

    public static IReadOnlyList<string> Of(KeyExplanation explanation) => new[]
    {
        $"Phase {explanation.Phase}, epoch {explanation.Epoch}.",
        $"JSON holds {Held(explanation.Json, explanation.JsonTrouble)}.",
        $"PostgreSQL holds {Held(explanation.Postgres, explanation.PostgresTrouble)}.",
        $"A read is answered by {explanation.Answers}",
        $"Debt: {explanation.Debt}",
    };

    private static string Held(DivergentSide? side, string? trouble) => side switch
    {
        _ when trouble is not null => $"what nobody can tell now ({trouble.TrimEnd('.')})",
        null => "nothing",
        { Hash: { } hash } => string.Create(
            CultureInfo.InvariantCulture, $"revision {side.Revision}, hash {hash[..HashDigits]}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"revision {side.Revision}, a mark of a delete"),
    };
}
