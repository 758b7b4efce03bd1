namespace HybridOrleans.Storage.Tests.Migration.Histories;

/// <summary>One thing that must not be, with the acts that show it.</summary>
internal sealed record Violation(ViolationKind Kind, string Key, string Text)
{
    public override string ToString() => $"{Kind} of {Key}: {Text}";
}
