using CsCheck;

namespace HybridOrleans.TestKit.Model;

/// <summary>One step of a random run; what the numbers mean depends on the kind.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Key">Which of the few keys.</param>
/// <param name="Body">Which of the bodies.</param>
/// <param name="Offset">How far a stale revision is off, or where a walk begins.</param>
public readonly record struct Operation(OperationKind Kind, int Key, int Body, int Offset)
{
    /// <summary>How many keys a run uses: few, so that operations meet.</summary>
    public const int Keys = 4;

    /// <summary>Random operations, with the usual ones more often than the odd ones.</summary>
    public static Gen<Operation> Gen { get; } = CsCheck.Gen.Select(
        CsCheck.Gen.Frequency(
            (6, CsCheck.Gen.Const(OperationKind.Write)),
            (4, CsCheck.Gen.Const(OperationKind.Read)),
            (3, CsCheck.Gen.Const(OperationKind.Delete)),
            (10, CsCheck.Gen.Enum<OperationKind>())),
        CsCheck.Gen.Int[0, Keys - 1],
        CsCheck.Gen.Int[0, 1_000],
        CsCheck.Gen.Int[-3, 3],
        (kind, key, body, offset) => new Operation(kind, key, body, offset));
}
