using HybridOrleans.Model.Tests.Engine;

namespace HybridOrleans.Model.Tests.Queue;

/// <summary>Two keys in PostgreSQL and in JSON, the list of changed keys, who follows it and who verifies.</summary>
internal struct QueueState
{
    public byte At;
    public byte IsListing;
    public byte Breaks;
    public byte Writes;

    /// <summary>1 + the key of a write without its entry; only where entries are outside of the transaction.</summary>
    public byte Unlisted;

    /// <summary>The end of the list.</summary>
    public ListPlace End;

    /// <summary>The durable place of the follower.</summary>
    public ListPlace Position;
    public Eight Entries;
    public Two<byte> Postgres;
    public Two<byte> Json;
    public Follower Follower;
    public Verifier Verifier;

    public const byte JsonSealed = 0;
    public const byte PostgresRoot = 1;
    public const byte PostgresSealed = 2;
    public const byte JsonRoot = 3;

    /// <summary>Every write is acknowledged once PostgreSQL has it.</summary>
    public readonly bool JsonLacksAcknowledged => Json[0] < Postgres[0] || Json[1] < Postgres[1];

    /// <summary>What the status calls no lag.</summary>
    public readonly bool ClaimsNoLag
        => At == PostgresRoot && IsListing == 1 && Position.Log == End.Log && Position.Sequence == End.Sequence;

    /// <summary>Lists a changed key.</summary>
    public void List(int key)
    {
        if (IsListing == 1)
        {
            Entries[End.Sequence++] = (byte)key;
        }
    }
}
