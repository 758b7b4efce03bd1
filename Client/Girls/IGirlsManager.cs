using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client;

/// <summary>The profiles of one bot, by the calls of the old bot's <c>GirlsManager</c>.</summary>
/// <remarks>
/// Safe for many callers at once: no caller's change is lost. <see cref="GirlsManager"/> and
/// <see cref="DatabaseGirlsAdapter"/> behave alike. A chat id of 0, a text that is too long, and a profile over 1 MiB
/// throw <see cref="InvalidInputException"/>; a profile that cannot be read throws <see cref="DataDamagedException"/>
/// and is never reported as missing. Nothing was written then.
/// </remarks>
public interface IGirlsManager
{
    /// <summary>Reads a profile (<c>load_profile</c>).</summary>
    /// <param name="chatId">The user or group.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <returns>Null when there is none, or when it is blank.</returns>
    ValueTask<GirlProfile?> LoadProfileAsync(long chatId, CancellationToken cancellation = default);

    /// <summary>The same as <see cref="LoadProfileAsync"/> (<c>get_profile</c>).</summary>
    /// <param name="chatId">The user or group.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    ValueTask<GirlProfile?> GetProfileAsync(long chatId, CancellationToken cancellation = default);

    /// <summary>Stores a profile (<c>save_profile</c>).</summary>
    /// <param name="profile">
    /// One that was read: what was changed in it since then is stored, and what others changed meanwhile stays. One
    /// that was made: it replaces whatever is there.
    /// </param>
    /// <param name="cancellation">Stops the waiting; the write may still happen.</param>
    ValueTask SaveProfileAsync(GirlProfile profile, CancellationToken cancellation = default);

    /// <summary>Reads every profile (<c>list_all_profiles</c>), blank ones left out. It is no snapshot.</summary>
    /// <param name="cancellation">Ends the listing.</param>
    /// <returns>The profiles, in no order that means anything, a few at a time in memory.</returns>
    IAsyncEnumerable<GirlProfile> ListAllProfilesAsync(CancellationToken cancellation = default);

    /// <summary>The same as <see cref="ListAllProfilesAsync"/> (<c>list_girls</c>).</summary>
    /// <param name="cancellation">Ends the listing.</param>
    IAsyncEnumerable<GirlProfile> ListGirlsAsync(CancellationToken cancellation = default);

    /// <summary>Does nothing: every call reads for itself (<c>load</c>, kept for callers).</summary>
    /// <param name="cancellation">Not used.</param>
    ValueTask LoadAsync(CancellationToken cancellation = default);

    /// <summary>Does nothing: every call stores for itself (<c>save</c>, kept for callers).</summary>
    /// <param name="cancellation">Not used.</param>
    ValueTask SaveAsync(CancellationToken cancellation = default);

    /// <summary>Makes a profile where there is none (<c>ensure_girl</c>). An existing one is never changed.</summary>
    /// <param name="chatId">The user or group.</param>
    /// <param name="name">The name of a new profile; trimmed, and cut to 64 characters.</param>
    /// <param name="cancellation">Stops the waiting; the write may still happen.</param>
    /// <returns>The profile that is there now.</returns>
    ValueTask<GirlProfile> EnsureGirlAsync(
        long chatId, string name = "", CancellationToken cancellation = default);

    /// <summary>
    /// Counts a message, and notes the time (<c>update_last_activity</c>): UTC, ends in Z. Makes a missing profile.
    /// </summary>
    /// <param name="chatId">The user or group.</param>
    /// <param name="cancellation">Stops the waiting; the write may still happen.</param>
    /// <exception cref="InvalidInputException">
    /// The stored count is no whole number below 2^63 - 1. Nothing was written.
    /// </exception>
    ValueTask UpdateLastActivityAsync(long chatId, CancellationToken cancellation = default);

    /// <summary>Adds a snapshot of what a text says about the topics (<c>update_profile</c>).</summary>
    /// <param name="chatId">The user or group; a missing profile is made.</param>
    /// <param name="text">1 to 4,096 characters.</param>
    /// <param name="cancellation">Stops the waiting; the write may still happen.</param>
    /// <returns>The id of the snapshot; null when the text is about no topic, and then nothing is written.</returns>
    ValueTask<string?> UpdateProfileAsync(long chatId, string text, CancellationToken cancellation = default);

    /// <summary>The newest snapshot as text (<c>get_profile_context</c>).</summary>
    /// <param name="chatId">The user or group.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <returns>
    /// Parts such as <c>work: …</c>, joined by <c> | </c>, at most 300 characters; empty when there is no snapshot.
    /// </returns>
    ValueTask<string> GetProfileContextAsync(long chatId, CancellationToken cancellation = default);

    /// <summary>The first topic that the newest snapshot says nothing about (<c>suggest_focus_topic</c>).</summary>
    /// <param name="chatId">The user or group.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <returns>Null when it has all topics.</returns>
    ValueTask<string?> SuggestFocusTopicAsync(long chatId, CancellationToken cancellation = default);

    /// <summary>
    /// Has a talk summed up and stores summary and snapshot (<c>analyze_and_summarize</c>). Without
    /// <see cref="GirlsSettings.Analyzer"/> its first 300 characters become the summary and <c>{"notes": …}</c>.
    /// </summary>
    /// <param name="chatId">The user or group; a missing profile is made.</param>
    /// <param name="text">The talk, at most 262,144 characters.</param>
    /// <param name="cancellation">Stops the waiting; the write may still happen.</param>
    /// <returns>
    /// The id of summary and snapshot; null when the text is blank or nothing was found, and then nothing is written.
    /// </returns>
    ValueTask<string?> AnalyzeAndSummarizeAsync(long chatId, string text, CancellationToken cancellation = default);

    /// <summary>
    /// Keeps the messages of one day apart (<c>backup_daily_chat</c>); again on that day replaces them.
    /// </summary>
    /// <param name="chatId">The user or group.</param>
    /// <param name="day">The day in UTC; null for today.</param>
    /// <param name="cancellation">Stops the waiting; the write may still happen.</param>
    /// <returns>How many messages there are; at 0 nothing is written, so that an earlier backup stays.</returns>
    ValueTask<int> BackupDailyChatAsync(
        long chatId, DateOnly? day = null, CancellationToken cancellation = default);

    /// <summary>Deletes a profile (<c>delete_girl</c>). The conversation stays.</summary>
    /// <param name="chatId">The user or group.</param>
    /// <param name="cancellation">Stops the waiting; the delete may still happen.</param>
    /// <returns>True when there was one.</returns>
    ValueTask<bool> DeleteGirlAsync(long chatId, CancellationToken cancellation = default);

    /// <summary>The newest summary (<c>get_latest_summary_text</c>).</summary>
    /// <param name="chatId">The user or group.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <returns>Null when there is none.</returns>
    ValueTask<string?> GetLatestSummaryTextAsync(long chatId, CancellationToken cancellation = default);

    /// <summary>The id of the last answer of the AI service (<c>get_previous_response_id</c>).</summary>
    /// <param name="chatId">The user or group.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <returns>Null when there is none.</returns>
    ValueTask<string?> GetPreviousResponseIdAsync(long chatId, CancellationToken cancellation = default);

    /// <summary>Notes the id of the last answer (<c>set_previous_response_id</c>). Makes a missing profile.</summary>
    /// <param name="chatId">The user or group.</param>
    /// <param name="responseId">1 to 512 characters; null for none.</param>
    /// <param name="cancellation">Stops the waiting; the write may still happen.</param>
    ValueTask SetPreviousResponseIdAsync(
        long chatId, string? responseId, CancellationToken cancellation = default);
}
