export const SETTINGS_PATH = '/settings'
export const RIGHTS_PATH = '/settings/rights'
export const DATA_PATH = '/settings/data'
