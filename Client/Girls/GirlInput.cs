using System.Text;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client.Girls;

/// <summary>What may enter a profile.</summary>
internal static class GirlInput
{
    public const int NameLengthMax = 64;
    public const int TextLengthMax = 4096;
    public const int ResponseIdLengthMax = 512;

    /// <exception cref="InvalidInputException">The id is 0.</exception>
    public static long RequireId(long chatId) => chatId != 0
        ? chatId
        : throw new InvalidInputException("0 is no chat id: use the id of a user, or of a group (negative).");

    /// <summary>A name without white space around it, cut to its limit.</summary>
    public static string NameOf(string name)
    {
        RequireWhole(name, "name");
        return Cut(name.Trim(), NameLengthMax).TrimEnd();
    }

    /// <exception cref="InvalidInputException">It is blank, too long, or holds half of a surrogate pair.</exception>
    public static void RequireText(string text, int lengthMax = TextLengthMax, string what = "text")
    {
        ArgumentNullException.ThrowIfNull(text);
        RequireWhole(text, what);
        var length = text.EnumerateRunes().Count();
        if (length == 0 || length > lengthMax)
        {
            throw new InvalidInputException(
                $"The {what} is refused: it has {length:N0} characters, and 1 to {lengthMax:N0} are allowed. Nothing "
                + "was written.");
        }
    }

    /// <exception cref="InvalidInputException">A text of it holds half of a surrogate pair.</exception>
    public static void RequireProfile(GirlProfile profile)
    {
        foreach (var (id, text) in profile.Summary)
        {
            RequireWhole(id, "snapshot id");
            RequireWhole(text, "summary");
        }

        foreach (var name in profile.Snapshots.Keys.Concat(profile.Others.Keys))
        {
            RequireWhole(name, "name of a member");
        }

        RequireWhole(profile.LastActivity ?? "", "last activity");
        RequireWhole(profile.PreviousResponseId ?? "", "response id");
    }

    /// <summary>The beginning of a text, at most so many Unicode characters.</summary>
    public static string Cut(string text, int lengthMax)
    {
        var length = 0;
        foreach (var rune in text.EnumerateRunes().Take(lengthMax))
        {
            length += rune.Utf16SequenceLength;
        }

        return text[..length];
    }

    /// <exception cref="InvalidInputException">It holds half of a surrogate pair.</exception>
    public static void RequireWhole(string text, string what)
    {
        ArgumentNullException.ThrowIfNull(text);
        for (var at = 0; at < text.Length;)
        {
            at += Rune.TryGetRuneAt(text, at, out var rune)
                ? rune.Utf16SequenceLength
                : throw new InvalidInputException(
                    $"The {what} is refused: it holds half of a surrogate pair. Nothing was written.");
        }
    }
}
