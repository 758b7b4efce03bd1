using System.Globalization;
using HybridOrleans.Grains.Interfaces;
using Microsoft.Net.Http.Headers;

namespace HybridOrleans.Silo.Api;

/// <summary>Revisions as HTTP says them: <c>ETag</c>, <c>If-Match</c>, <c>If-None-Match</c>.</summary>
internal static class Preconditions
{
    /// <summary>The tag of a revision, such as <c>"17"</c>.</summary>
    public static string TagOf(long revision) => string.Create(CultureInfo.InvariantCulture, $"\"{revision}\"");

    /// <summary>True when the caller holds this revision already.</summary>
    public static bool IsKnown(HttpRequest request, long revision)
        => request.GetTypedHeaders().IfNoneMatch.Any(tag => tag.Tag == TagOf(revision) || tag.Tag == "*");

    /// <summary>The revision that a save expects; null for any.</summary>
    /// <param name="request">The request.</param>
    /// <param name="present">Reads the present revision, and whether there is a value.</param>
    /// <exception cref="InvalidInputException">The header is not one of ours.</exception>
    /// <exception cref="RevisionConflictException">There is one and should not, or the other way round.</exception>
    public static async Task<long?> ExpectedAsync(
        HttpRequest request, Func<Task<(long Revision, bool Exists)>> present)
    {
        var match = request.Headers.IfMatch.ToString();
        var none = request.Headers.IfNoneMatch.ToString();
        if (match.Length > 0 && none.Length > 0)
        {
            throw new InvalidInputException("If-Match and If-None-Match together ask for nothing that could be met.");
        }

        if (none.Length > 0 && none != "*")
        {
            throw new InvalidInputException("If-None-Match of a save takes *, which asks that there is none yet.");
        }

        if (match.Length > 0 && match != "*")
        {
            return RevisionOf(match);
        }

        if (match.Length + none.Length == 0)
        {
            return null;
        }

        // The save compares with what is read here, so that whoever is faster wins and nothing is overwritten unseen.
        var (revision, exists) = await present();
        return exists == (match == "*")
            ? revision
            : throw new RevisionConflictException(
                exists ? "There is one already. Nothing was written." : "There is none. Nothing was written.");
    }

    /// <summary>Refuses a condition that a call would not keep.</summary>
    /// <exception cref="InvalidInputException">There is one.</exception>
    public static void RefuseAny(HttpRequest request)
    {
        if (request.Headers.ContainsKey(HeaderNames.IfMatch) || request.Headers.ContainsKey(HeaderNames.IfNoneMatch))
        {
            throw new InvalidInputException(
                "This call takes no If-Match and no If-None-Match: it never loses what others change. Nothing was "
                + "written. Save the whole with PUT to compare revisions.");
        }
    }

    private static long RevisionOf(string header)
        => EntityTagHeaderValue.TryParse(header, out var tag) && !tag.IsWeak
            && long.TryParse(
                tag.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            ? revision
            : throw new InvalidInputException(
                "If-Match takes one revision as ETag gave it, such as \"17\"; \"0\" is never written. Nothing was "
                + "written.");
}
