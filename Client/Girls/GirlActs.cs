namespace HybridOrleans.Client.Girls;

/// <summary>The types of the events that the adapter logs.</summary>
internal static class GirlActs
{
    public const string Created = "girl_created";
    public const string Saved = "profile_saved";
    public const string Active = "activity_updated";
    public const string Updated = "profile_updated";
    public const string Analyzed = "chat_analyzed";
    public const string BackedUp = "chat_backed_up";
    public const string Answered = "response_noted";
    public const string Deleted = "girl_deleted";
}
