using System.Globalization;
using HybridOrleans.Cli.Import.Source;

namespace HybridOrleans.Cli.Import;

/// <summary>Counts what a file has too much of to list each: one line of the report for each reason.</summary>
internal sealed class EventTally(ImportFile file, ImportLedger ledger)
{
    private const int BotsMax = 20;
    private const int BotLengthMax = 64;

    private readonly Dictionary<(ImportResult Result, string Reason), int> _counts = [];

    /// <summary>Counts an entry.</summary>
    public void Add(ImportResult result, string reason)
        => _counts[(result, reason)] = _counts.GetValueOrDefault((result, reason)) + 1;

    /// <summary>Counts an entry of another bot.</summary>
    public void AddOther(string bot)
    {
        var name = bot.Length > BotLengthMax || bot.Any(c => char.IsControl(c) || char.IsSurrogate(c)) ? "?" : bot;
        var known = _counts.Count < BotsMax || _counts.ContainsKey((ImportResult.Skipped, OtherBot(name)));
        Add(ImportResult.Skipped, known ? OtherBot(name) : "they belong to further bots");
    }

    /// <summary>Writes the counts into the report.</summary>
    public void Close()
    {
        foreach (var ((result, reason), count) in _counts)
        {
            var number = count.ToString("N0", CultureInfo.InvariantCulture);
            ledger.Add(file, result, count, $"{number} {(count == 1 ? "entry" : "entries")}: {reason}");
        }

        _counts.Clear();
    }

    private static string OtherBot(string name) => $"of the bot '{name}'; --source-bot takes them";
}
