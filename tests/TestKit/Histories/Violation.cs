namespace HybridOrleans.TestKit.Histories;

/// <summary>One thing that must not be, with the acts that show it.</summary>
public sealed record Violation(ViolationKind Kind, string Key, string Text)
{
    public override string ToString() => $"{Kind} of {Key}: {Text}";
}
