namespace HybridOrleans.Storage.Tests.TestKit;

/// <summary>One bug that a store might have.</summary>
public enum Sabotage
{
    AcceptStaleWrites,
    ForgetTombstones,
    ApplyRepeatsTwice,
    TellRepeatsApart,
    LetReadsPastTheFence,
    LetWritesPastTheFence,
    LowerTheFence,
    HideTombstonesFromWalks,
    WriteTombstonesTwice,
    ForgetWhenReopened,
}
