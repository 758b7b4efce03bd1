using System.Text.RegularExpressions;

namespace HybridOrleans.Architecture.Tests.Deployment;

/// <summary>Tells an image of an exact version from one that changes under the same name.</summary>
internal static partial class ImageTag
{
    public static bool IsPinned(string image) => Pinned().IsMatch(image);

    [GeneratedRegex(@"^[\w./${}-]+:\d+\.\d+(\.\d+)?(-[a-z]+)?$")]
    private static partial Regex Pinned();
}
