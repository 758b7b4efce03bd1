using HybridOrleans.Model.Tests.Engine;

namespace HybridOrleans.Model.Tests.Core;

/// <summary>One key in two stores, the document that decides, two silos, one copy on its way.</summary>
internal struct CoreState
{
    public byte Epoch;
    public byte Phase;

    /// <summary>How far a switch of the root has come.</summary>
    public byte Switch;
    public byte FenceJson;
    public byte FencePostgres;
    public Cell Json;
    public Cell Postgres;
    public byte IsUp;
    public byte Outages;
    public byte Edits;

    /// <summary>Values that were given out so far, each to one write.</summary>
    public byte Values;

    /// <summary>The newest value that was acknowledged or observed.</summary>
    public byte Acknowledged;

    public Law Broken;

    /// <summary>The value that each value was written on.</summary>
    public Eight Parents;
    public Two<CoreSilo> Silos;
    public CoreCopy Copy;

    public const byte NoSwitch = 0;
    public const byte Decided = 1;
    public const byte Sealed = 2;
    public const byte Verified = 3;

    /// <summary>Deletes and re-creations take turns, beginning with a delete.</summary>
    public static bool IsTombstone(byte value) => value < 8 && value % 2 == 1;

    /// <summary>True when a value is another one, or was written after it and on it.</summary>
    public readonly bool Descends(byte value, byte from)
    {
        for (; value != from; value = Parents[value])
        {
            if (value is 0 or >= 8)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A read returns a value to somebody.</summary>
    public void Serve(byte value, byte floor)
    {
        if (value == Cell.Foreign)
        {
            Broken = Law.ForeignBytesServed;
        }
        else if (value == Cell.Nothing)
        {
            // Value 1 is a delete: before it was begun, nothing can be missing.
            Broken = Values > 1 ? Law.None : Law.FailureToldAsMissing;
        }
        else if (!Descends(value, floor))
        {
            Broken = IsTombstone(floor) ? Law.DeletedRecordServed : Law.OldValueServed;
        }
        else if (Descends(value, Acknowledged))
        {
            Acknowledged = value;
        }
        else if (!Descends(Acknowledged, value))
        {
            Broken = Law.Fork;
        }
    }

    /// <summary>The caller of a write hears that it happened.</summary>
    public void Acknowledge(byte value)
    {
        if (Descends(value, Acknowledged))
        {
            Acknowledged = value;
        }
        else if (!Descends(Acknowledged, value))
        {
            Broken = Law.AcknowledgedWriteLost;
        }
    }
}
