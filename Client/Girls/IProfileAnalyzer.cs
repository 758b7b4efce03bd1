namespace HybridOrleans.Client;

/// <summary>Sums a talk up, for example by an AI service.</summary>
/// <remarks>It may be called for many chats at once.</remarks>
public interface IProfileAnalyzer
{
    /// <summary>Reads a talk.</summary>
    /// <param name="profile">What is known of the chat so far; null when there is no profile.</param>
    /// <param name="text">The talk; not blank.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>What is to be remembered, or null for nothing. What it throws, the caller gets.</returns>
    ValueTask<ProfileAnalysis?> AnalyzeAsync(GirlProfile? profile, string text, CancellationToken cancellation);
}
