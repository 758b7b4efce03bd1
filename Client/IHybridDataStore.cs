namespace HybridOrleans.Client;

/// <summary>What a bot stores and reads. It never shows, and never needs to know, where a value is kept.</summary>
/// <remarks>
/// Safe for many callers at once; one per process. Every call throws the errors derived from
/// <see cref="Grains.Interfaces.HybridException"/> and, when its token is cancelled,
/// <see cref="OperationCanceledException"/>.
/// </remarks>
public interface IHybridDataStore
{
    /// <summary>The profiles of Telegram users and groups.</summary>
    IUserProfiles Users { get; }

    /// <summary>The configuration of bots.</summary>
    IBotConfiguration Configuration { get; }

    /// <summary>The messages of chats.</summary>
    IConversations Conversations { get; }

    /// <summary>The events of bots.</summary>
    IAnalytics Analytics { get; }

    /// <summary>Finds and takes over damaged data, and keeps what could not be imported.</summary>
    IDataRepair Repair { get; }

    /// <summary>Moves components between JSON files and PostgreSQL. For operators; a bot needs none of it.</summary>
    IMigrationControl Migration { get; }
}
