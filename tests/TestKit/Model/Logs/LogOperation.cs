using CsCheck;

namespace HybridOrleans.TestKit.Model.Logs;

/// <summary>One step of a random run; what the number means depends on the kind.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Holder">Which of the two holders does it.</param>
/// <param name="Number">How many entries, or which one.</param>
public readonly record struct LogOperation(LogOperationKind Kind, int Holder, int Number)
{
    /// <summary>Random operations, appends more often than others.</summary>
    public static Gen<LogOperation> Gen { get; } = CsCheck.Gen.Select(
        CsCheck.Gen.Frequency(
            (8, CsCheck.Gen.Const(LogOperationKind.Append)),
            (3, CsCheck.Gen.Const(LogOperationKind.AppendBeside)),
            (8, CsCheck.Gen.Enum<LogOperationKind>())),
        CsCheck.Gen.Int[0, 1],
        CsCheck.Gen.Int[1, 6],
        (kind, holder, number) => new LogOperation(kind, holder, number));
}
