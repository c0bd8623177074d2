import { type ThemeChoice, useTheme } from '../../app/theme.ts';
import { runCommand } from '../../lib/commands/registry.tsx';
import { IconButton } from '../../ui/button.tsx';
import { Menu, MenuChoice, MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { openMetadataSettings } from '../metadata/open-metadata.ts';
import { DesktopChoices } from './desktop-choices.tsx';
import { LocalApiChoice } from './local-api.tsx';

const THEMES: { value: ThemeChoice; label: string }[] = [
  { value: 'system', label: 'As the system' },
  { value: 'dark', label: 'Dark' },
  { value: 'light', label: 'Light' },
];

export function SettingsMenu() {
  const { choice, choose } = useTheme();
  return (
    <Menu align="end" trigger={<IconButton icon="settings" label="Settings" data-testid="settings" />}>
      <MenuChoice label="Theme" value={choice} options={THEMES} onChange={choose} />
      <DesktopChoices />
      <LocalApiChoice />
      <MenuSeparator />
      <MenuItem icon="tag" onClick={openMetadataSettings}>
        Metadata…
      </MenuItem>
      <MenuItem icon="help" onClick={() => runCommand('app.help')}>
        Keys
      </MenuItem>
      <MenuItem icon="settings" onClick={() => runCommand('app.keys')}>
        Change keys…
      </MenuItem>
    </Menu>
  );
}
