using HybridOrleans.Client;

namespace HybridOrleans.Samples.DatingBot.Members;

/// <summary>
/// A user with a profile. It changes in a turn, together with the mark that the update was handled: exactly once.
/// </summary>
[SessionState("member")]
internal sealed class Member
{
    /// <summary>Null until the registration is finished.</summary>
    public Answers? Answers { get; set; }

    /// <summary>Which language the bot speaks with this user, such as <c>ru</c>.</summary>
    public string Language { get; set; } = "";

    /// <summary>Whom this user is talking with.</summary>
    public long? TalksWith { get; set; }

    /// <summary>Whom this user does not want to hear from.</summary>
    public HashSet<long> Declined { get; set; } = [];

    /// <summary>How many updates of this user were handled: the version of everything else.</summary>
    public long Handled { get; set; }

    /// <summary>How many of them were messages.</summary>
    public long Messages { get; set; }

    public DateTimeOffset LastActivity { get; set; }

    /// <summary>True once the user has asked to be forgotten, until it is done.</summary>
    public bool IsLeaving { get; set; }

    /// <summary>What is to be written elsewhere: see <see cref="Bookkeeping"/>.</summary>
    public List<Note> Notes { get; set; } = [];

    public bool IsRegistered => Answers is not null && !IsLeaving;
}
