using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Json;

/// <summary>Where a component's own files lie, relative to the root.</summary>
internal static class ComponentFiles
{
    public static string FolderOf(Component component) => $"{JsonPaths.JournalFolder}/{component.Name}";

    public static string LockOf(Component component) => $"{FolderOf(component)}/lock";

    public static string FenceOf(Component component) => $"{FolderOf(component)}/fence";

    /// <summary>The component's migration document.</summary>
    public static string DocumentOf(Component component) => $"{FolderOf(component)}/migration.json";

    /// <summary>The list of changed keys, while there is one.</summary>
    public static string ChangesOf(Component component) => $"{FolderOf(component)}/changes";

    /// <summary>What the follower may lack.</summary>
    public static string DebtOf(Component component) => $"{FolderOf(component)}/debt";

    /// <summary>The half of the journal that holds the odd or the even generations.</summary>
    public static string HalfOf(Component component, long generation)
        => $"{FolderOf(component)}/{(generation % 2 == 1 ? "odd" : "even")}.journal";
}
