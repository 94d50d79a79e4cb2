import Foundation
import RedoubtToolCommands

exit(RedoubtTool.run(Array(CommandLine.arguments.dropFirst())).rawValue)
